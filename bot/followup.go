package bot

import (
	"slices"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"
)

// fewWords: a question with fewer content words than this can hardly stand alone ("in October?", "who else was there?").
const fewWords = 3

// followsUp tells whether a question that replies to an answer leans on the question before it: it opens with a
// connective, refers back with a pronoun, or has fewer than three content words. It errs towards yes, because the
// earlier terms count for less than the new ones: taking a whole question for a follow-up costs little, and reading
// "and in October?" alone finds nothing.
func followsUp(question string) bool {
	tokens := tokenize(question)
	return opensWithConnective(tokens) || refersBack(tokens) || contentWords(tokens) < fewWords
}

// connectives open a question that goes on with another. The scripts without spaces are matched as prefixes.
var (
	connectives = [][]string{
		{"and"}, {"or"}, {"but"}, {"so"}, {"then"}, {"also"}, {"what", "about"}, {"how", "about"}, {"what", "else"},
		{"who", "else"}, {"where", "else"}, {"what", "if"}, {"except"}, {"besides"}, {"since", "when"}, {"until", "when"},
		{"und"}, {"oder"}, {"aber"}, {"was", "ist", "mit"}, {"wie", "steht", "es", "mit"},
		{"et"}, {"ou"}, {"mais"}, {"qu'en", "est"},
		{"y"}, {"pero"}, {"qué", "hay", "de"}, {"qué", "tal"},
	}
	joinedConnectives = []string{"では", "それでは", "じゃあ", "そして", "那", "那么", "那麼", "还有", "還有"}
)

func opensWithConnective(tokens []string) bool {
	for _, c := range connectives {
		if len(tokens) >= len(c) && slices.Equal(tokens[:len(c)], c) {
			return true
		}
	}
	start := strings.Join(tokens[:min(len(tokens), 4)], "")
	return slices.ContainsFunc(joinedConnectives, func(c string) bool { return strings.HasPrefix(start, c) })
}

var (
	pronouns = set("he she it they him her them his hers its their theirs himself herself itself themselves")
	// pointers refer back when they stand alone ("why is that?"), but not before a clause ("say that Lee") or as
	// "is there".
	pointers    = set("this that these those there")
	auxiliaries = set("is was are were be been do does did has have had will would can could should may might must about of with by from after before")
)

func refersBack(tokens []string) bool {
	for i, t := range tokens {
		switch {
		case pronouns[t]:
			return true
		case !pointers[t]:
		case i == len(tokens)-1:
			return true
		case t != "there" && i > 0 && auxiliaries[tokens[i-1]]:
			return true
		}
	}
	return false
}

// functionWords are the English words that a question needs for its grammar and not for its subject. In a language
// without a list every word counts as content, so that only questions of one or two words are short.
var functionWords = set(`a about all also am an and any are as at be been being but by can could did do does doing for
	from had has have having he her hers him his how i if in into is it its just may me might mine more most much many must
	my no nor not of on or other our ours over please say says said shall she should so some such tell than that the their
	theirs them then there these they this those to too under up us very was we were what when where which while who whom
	whose why will with would you your yours else during between against after before again only out off own same both each
	few until since because through it's what's who's where's when's how's that's there's didn't doesn't don't isn't wasn't`)

// contentWords counts the words that say what a question is about. Scripts without spaces are counted by their usual
// word length: two Han characters, four Thai, Lao, Khmer or Burmese letters; kana endings not at all.
func contentWords(tokens []string) int {
	quarters := 0
	for _, t := range tokens {
		r := []rune(t)
		switch {
		case unicode.Is(unicode.Han, r[0]):
			quarters += 2
		case unicode.Is(unicode.Hiragana, r[0]):
		case unicode.In(r[0], unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			quarters += len(r)
		case !functionWords[t]:
			quarters += 4
		}
	}
	return quarters / 4
}

// tokenize returns the words of s in lower case, as Unicode divides them, without punctuation.
func tokenize(s string) []string {
	var out []string
	for iter := words.FromString(s); iter.Next(); {
		if hasWords(iter.Value()) {
			out = append(out, strings.ReplaceAll(strings.ToLower(iter.Value()), "’", "'"))
		}
	}
	return out
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
