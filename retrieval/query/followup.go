package query

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"

	"docent/retrieval/analysis"
)

// fewWords: a question with fewer content words than this can hardly stand alone ("in October?", "who else was there?").
const fewWords = 3

// FollowsUp reports whether a question that replies to an answer depends on the question before it: it opens with a
// connective, refers back with a pronoun, or has fewer than three content words. It errs towards yes, because the
// earlier terms count for less than the new ones: taking a whole question for a follow-up costs little, and reading
// "and in October?" alone finds nothing.
func FollowsUp(question string) bool {
	question, _ = bounded(question)
	tokens := spokenWords(question)
	return opensWithConnective(tokens) || refersBack(tokens) || contentWords(tokens) < fewWords
}

// A spokenWord is a word of a question.
type spokenWord struct {
	text    string // lower case
	capital bool   // it is written with one
	joined  bool   // a hyphen stands before it ("est-il")
}

// spokenWords are the words of s, as Unicode divides them, without punctuation.
func spokenWords(s string) []spokenWord {
	var out []spokenWord
	before := ""
	for iter := words.FromString(s); iter.Next(); {
		w := iter.Value()
		if strings.IndexFunc(w, analysis.IsWordRune) >= 0 {
			text := strings.ReplaceAll(strings.ToLower(w), "’", "'")
			out = append(out, spokenWord{text, text != w, isHyphen(before)})
		}
		before = w
	}
	return out
}

// connectives open a question that goes on with another, in words or, where a script has no spaces, as prefixes.
var (
	connectives = phrases(`and, or, but, so, then, also, what about, how about, what else, who else, where else, when else, why else, what if, except, besides,
		since when, until when, und, oder, aber, also, dann, was ist mit, wie steht es mit, wie sieht es mit, wie war es mit, was noch, wer noch, wo noch, wann noch, sonst, außerdem, seit wann,
		et, ou, mais, alors, donc, aussi, qu'en est, quoi d'autre, qui d'autre, où d'autre, depuis quand,
		y, e, pero, entonces, también, qué hay de, qué pasa con, qué tal, qué más, quién más, dónde más, desde cuándo,
		ma, allora, mas, então, maar, dan`)
	joinedConnectives = []string{"では", "それでは", "じゃあ", "そして", "それから", "あと", "また", "他に", "ほかに", "那", "那么", "那麼", "还有", "還有", "另外"}
)

// phrases are the words of phrases that commas separate.
func phrases(list string) [][]string {
	var out [][]string
	for p := range strings.SplitSeq(list, ",") {
		out = append(out, strings.Fields(p))
	}
	return out
}

func opensWithConnective(tokens []spokenWord) bool {
	for _, c := range connectives {
		if len(tokens) >= len(c) && slices.EqualFunc(tokens[:len(c)], c, func(t spokenWord, w string) bool { return t.text == w }) {
			return true
		}
	}
	var start strings.Builder
	for _, t := range tokens[:min(len(tokens), 4)] {
		start.WriteString(t.text)
	}
	return slices.ContainsFunc(joinedConnectives, func(c string) bool { return strings.HasPrefix(start.String(), c) })
}

var (
	pronouns = analysis.WordSet("he she it they him her them his hers its their theirs himself herself itself themselves " +
		"er ihn ihm ihr ihnen sein seine seiner seinem seinen seines ihre ihrer ihrem ihren ihres davon dazu damit dabei darüber dafür dagegen dort " +
		"dieser diesem diesen dieses diese jener jenem jenen jenes jene " +
		"il elle ils elles lui leur leurs ceci cela ça celui celle ceux celles " +
		"él ella ellos ellas ello su sus esto eso ese esa esos esas aquel aquella allí ahí")
	// pointers refer back when they stand alone ("why is that?"), but not before a clause ("say that Lee") or as
	// "is there".
	pointers    = analysis.WordSet("this that these those there")
	auxiliaries = analysis.WordSet("is was are were be been do does did has have had will would can could should may might must about of with by from after before")
	// joinedPronouns refer back wherever they stand in a script without spaces.
	joinedPronouns = []string{"それ", "その", "そこ", "あれ", "あの", "彼", "同じ", "它", "他们", "他們", "她", "那里", "那裡", "这个", "這個"}
)

func refersBack(tokens []spokenWord) bool {
	var joined strings.Builder
	for i, t := range tokens {
		joined.WriteString(t.text)
		switch {
		case t.text == "sie" && !t.capital: // "Sie" is you, or opens a sentence
			return true
		case pronouns[t.text] && !t.joined && !(t.text == "il" && i+1 < len(tokens) && tokens[i+1].text == "y"):
			return true
		case !pointers[t.text]:
		case i == len(tokens)-1:
			return true
		case t.text != "there" && i > 0 && auxiliaries[tokens[i-1].text]:
			return true
		}
	}
	return slices.ContainsFunc(joinedPronouns, func(p string) bool { return strings.Contains(joined.String(), p) })
}

// moreFunctionWords are those of a question's grammar that the lists for searching lack.
var moreFunctionWords = map[string]string{
	"en": "else please say says said tell it's there's during between against until since must us am may might much many most more even ever yet still only",
	"de": "noch sonst bitte gibt gab gegen während zwischen seit bis mal denn eigentlich genau",
	"es": "más hay hubo fue fueron es son está están era cuál favor entonces durante según",
	"fr": "plus quels est-ce a ont été était fut sont d'autre quoi cela pendant selon depuis d l s qu n j c",
}

// functionWords are the words of each language that a question needs for its grammar and not for its subject.
var functionWords = sync.OnceValue(func() []map[string]bool {
	var out []map[string]bool
	for _, language := range analysis.Spaced {
		list := analysis.StopWords(language)
		for _, w := range strings.Fields(moreFunctionWords[language]) {
			list[w] = true
		}
		out = append(out, list)
	}
	return out
})

// contentWords counts the words that say what a question is about, in the language of which it has the most function
// words. Scripts without spaces are counted by their usual word length: two Han characters, four Thai, Lao, Khmer or
// Burmese letters; kana endings not at all.
func contentWords(tokens []spokenWord) int {
	fewest, most := -1, -1
	for _, list := range functionWords() {
		known, quarters := 0, 0
		for _, t := range tokens {
			r := []rune(t.text)
			switch {
			case unicode.Is(unicode.Han, r[0]):
				quarters += 2
			case unicode.Is(unicode.Hiragana, r[0]):
			case unicode.In(r[0], unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
				quarters += len(r)
			case list[t.text]:
				known++
			default:
				quarters += 4
			}
		}
		if known > most || known == most && quarters/4 < fewest {
			fewest, most = quarters/4, known
		}
	}
	return fewest
}
