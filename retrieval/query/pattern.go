package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// This file holds the question patterns: "who", "how many", "tell me about". They say what kind of answer is wanted, and are no
// evidence.

// An AnswerType is what the answering sentence should hold.
type AnswerType uint8

const (
	anyAnswer AnswerType = iota
	personAnswer
	placeAnswer
	timeAnswer
	numberAnswer
)

// String names the kind of answer for people.
func (t AnswerType) String() string {
	return [...]string{"answer", "name", "place", "time", "number"}[t]
}

// A questionPattern is a run of words of a question, in lower case, and the kind of answer it asks for. One that begins with "^"
// counts only at the beginning: "describe the pump", but not "how did they describe it".
type questionPattern struct {
	words  string
	answer AnswerType
}

// A patternTable holds question patterns by their first word.
type patternTable map[string][]tablePattern

type tablePattern struct {
	words   []string
	opening bool // it counts only at the beginning
	answer  AnswerType
}

func newPatternTable(patterns []questionPattern) patternTable {
	t := patternTable{}
	for _, f := range patterns {
		text, opening := strings.CutPrefix(f.words, "^")
		words := strings.Fields(text)
		t[words[0]] = append(t[words[0]], tablePattern{words, opening, f.answer})
	}
	return t
}

// at returns the longest pattern that the words begin with.
func (t patternTable) at(words []analysis.FoldedWord, opening bool) (longest tablePattern, ok bool) {
	for _, f := range t[words[0].Text] {
		if len(f.words) > len(longest.words) && len(f.words) <= len(words) && (opening || !f.opening) && sameWords(words, f.words) {
			longest, ok = f, true
		}
	}
	return longest, ok
}

var questionPatternTable = newPatternTable(questionPatterns)

var questionPatterns = []questionPattern{
	{"how many times", numberAnswer}, {"how many", numberAnswer}, {"how much", numberAnswer}, {"how long", timeAnswer}, {"how often", numberAnswer},
	{"take part in", anyAnswer}, {"takes part in", anyAnswer}, {"took part in", anyAnswer}, {"take place", anyAnswer}, {"takes place", anyAnswer}, {"took place", anyAnswer},
	{"what year", timeAnswer}, {"which year", timeAnswer}, {"what day", timeAnswer}, {"which day", timeAnswer}, {"what month", timeAnswer},
	{"what date", timeAnswer}, {"what time", timeAnswer}, {"which month", timeAnswer}, {"which date", timeAnswer},
	{"what place", placeAnswer}, {"which place", placeAnswer}, {"which person", personAnswer},
	{"what kind of", anyAnswer}, {"what kinds of", anyAnswer}, {"which kind of", anyAnswer}, {"what sort of", anyAnswer}, {"what type of", anyAnswer},
	{"what types of", anyAnswer}, {"what is the name of", anyAnswer}, {"what's the name of", anyAnswer}, {"what was the name of", anyAnswer},
	{"tell me about", anyAnswer}, {"tell me", anyAnswer}, {"give me", anyAnswer}, {"show me", anyAnswer}, {"^explain", anyAnswer}, {"^describe", anyAnswer}, {"^name", anyAnswer}, {"^list", anyAnswer},
	{"does anyone know", anyAnswer}, {"anyone know", anyAnswer}, {"does anybody know", anyAnswer}, {"i want to know", anyAnswer}, {"i would like to know", anyAnswer},
	{"i'd like to know", anyAnswer}, {"i wonder", anyAnswer}, {"quick question", anyAnswer}, {"good morning", anyAnswer}, {"good evening", anyAnswer},
	{"^hello", anyAnswer}, {"^hi", anyAnswer}, {"^hey", anyAnswer}, {"^thanks", anyAnswer}, {"^thank you", anyAnswer}, {"^ok", anyAnswer}, {"^okay", anyAnswer},
	{"do you know", anyAnswer}, {"can you tell", anyAnswer}, {"please", anyAnswer},
	{"according to the article", anyAnswer}, {"according to the document", anyAnswer}, {"according to the text", anyAnswer}, {"in the article", anyAnswer},
	{"in this article", anyAnswer}, {"does the article say about", anyAnswer}, {"does the article say", anyAnswer}, {"according to", anyAnswer},
	{"what happened", anyAnswer}, {"what happens", anyAnswer}, {"say", anyAnswer}, {"says", anyAnswer}, {"said", anyAnswer},
	{"mention", anyAnswer}, {"mentioned", anyAnswer}, {"called", anyAnswer},
	{"who", personAnswer}, {"whom", personAnswer}, {"whose", personAnswer}, {"where", placeAnswer}, {"when", timeAnswer},

	{"wie viele", numberAnswer}, {"wie viel", numberAnswer}, {"wieviele", numberAnswer}, {"wieviel", numberAnswer}, {"wie lange", timeAnswer},
	{"wie oft", numberAnswer}, {"wie alt", numberAnswer}, {"wie hoch", numberAnswer}, {"wie heisst", anyAnswer}, {"wie heißt", anyAnswer},
	{"wer", personAnswer}, {"wem", personAnswer}, {"wen", personAnswer}, {"wessen", personAnswer}, {"wo", placeAnswer}, {"woher", placeAnswer},
	{"wohin", placeAnswer}, {"wann", timeAnswer}, {"bitte", anyAnswer},

	{"cuántos", numberAnswer}, {"cuántas", numberAnswer}, {"cuánto", numberAnswer}, {"cuánta", numberAnswer}, {"quién", personAnswer},
	{"quiénes", personAnswer}, {"dónde", placeAnswer}, {"adónde", placeAnswer}, {"cuándo", timeAnswer}, {"en qué año", timeAnswer},
	{"combien de", numberAnswer}, {"combien", numberAnswer}, {"qui", personAnswer}, {"où", placeAnswer}, {"quand", timeAnswer},
	{"quem", personAnswer}, {"onde", placeAnswer}, {"quando", timeAnswer}, {"quantos", numberAnswer}, {"quantas", numberAnswer},
	{"quanti", numberAnswer}, {"quante", numberAnswer}, {"hoeveel", numberAnswer}, {"wanneer", timeAnswer}, {"waar", placeAnswer},
	{"cine", personAnswer}, {"când", timeAnswer}, {"unde", placeAnswer}, {"câți", numberAnswer}, {"câte", numberAnswer},
	{"кто", personAnswer}, {"кого", personAnswer}, {"когда", timeAnswer}, {"где", placeAnswer}, {"сколько", numberAnswer},
	{"ne zaman", timeAnswer}, {"nerede", placeAnswer}, {"kaç", numberAnswer}, {"ne kadar", numberAnswer},
	{"khi nào", timeAnswer}, {"ở đâu", placeAnswer}, {"bao nhiêu", numberAnswer},
	{"ποιος", personAnswer}, {"ποια", personAnswer}, {"πότε", timeAnswer}, {"πού", placeAnswer}, {"πόσο", numberAnswer}, {"πόσα", numberAnswer},
	{"πόσοι", numberAnswer}, {"πόσες", numberAnswer}, {"متى", timeAnswer}, {"أين", placeAnswer}, {"كم", numberAnswer},
	{"कौन", personAnswer}, {"किसने", personAnswer}, {"कब", timeAnswer}, {"कहाँ", placeAnswer}, {"कितने", numberAnswer}, {"कितनी", numberAnswer},
	{"누가", personAnswer}, {"누구", personAnswer}, {"언제", timeAnswer}, {"어디", placeAnswer}, {"얼마", numberAnswer}, {"몇", numberAnswer},
	{"ใคร", personAnswer}, {"เมื่อไร", timeAnswer}, {"เมื่อใด", timeAnswer}, {"ที่ไหน", placeAnswer}, {"เท่าไร", numberAnswer}, {"กี่", numberAnswer},
	{"哪一年", timeAnswer}, {"哪年", timeAnswer}, {"何年", timeAnswer}, {"何人", numberAnswer}, {"いくら", numberAnswer},
	{"谁", personAnswer}, {"哪里", placeAnswer}, {"哪儿", placeAnswer}, {"何时", timeAnswer}, {"什么时候", timeAnswer}, {"多少", numberAnswer}, {"几", numberAnswer},
	{"誰", personAnswer}, {"どこ", placeAnswer}, {"いつ", timeAnswer}, {"いくつ", numberAnswer},
}

// PatternWords returns the byte offsets of the words that belong to a question pattern or to a mention.
func PatternWords(text string) map[int]bool {
	out := map[int]bool{}
	eachPattern(text, func(_ tablePattern, words []analysis.FoldedWord) {
		for _, w := range words {
			out[w.Start] = true
		}
	})
	for _, w := range analysis.FoldedWords(text) {
		if strings.HasSuffix(text[:w.Start], "@") { // a mention is addressed, not asked about
			out[w.Start] = true
		}
	}
	return out
}

// choosers are the words behind which a question says what kind of thing it asks for.
var choosers = analysis.WordSet("what which welche welcher welches welchen welchem qué cuál quel quelle quels quelles quale quali qual welk")

// kindsAsked returns the offsets of the words that say what kind of thing is asked for.
func kindsAsked(text string) map[int]bool {
	out := map[int]bool{}
	words := analysis.FoldedWords(text)
	for i := 1; i < len(words); i++ {
		if choosers[words[i-1].Text] {
			out[words[i].Start] = true
		}
	}
	return out
}

// expectedAnswer returns the kind of answer that a question wants, by the first of its patterns that says so.
func expectedAnswer(text string) AnswerType {
	wants := anyAnswer
	eachPattern(text, func(f tablePattern, _ []analysis.FoldedWord) {
		if wants == anyAnswer {
			wants = f.answer
		}
	})
	if wants == anyAnswer {
		for _, f := range questionPatterns { // scripts without spaces, and Korean, which writes particles at the word
			if r, _ := utf8.DecodeRuneInString(f.words); (document.Dense(r) || unicode.Is(unicode.Hangul, r)) && strings.Contains(text, f.words) {
				return f.answer
			}
		}
	}
	return wants
}

// eachPattern calls found for the patterns of a text, in order, the longest where several begin.
func eachPattern(text string, found func(tablePattern, []analysis.FoldedWord)) {
	words := analysis.FoldedWords(text)
	for i := 0; i < len(words); {
		f, ok := questionPatternTable.at(words[i:], i == 0)
		if !ok {
			i++
			continue
		}
		found(f, words[i:i+len(f.words)])
		i += len(f.words)
	}
}

// sameWords reports whether a text begins with these words.
func sameWords(text []analysis.FoldedWord, words []string) bool {
	for i, w := range words {
		if text[i].Text != w {
			return false
		}
	}
	return true
}

// nameElsewhere is what a name is worth to a question for a person where no word of the question stands beside it: "President
// Lee" says who the president is, "the president travelled to Nara" may not.
const nameElsewhere = 0.5

// TypeMatch returns how far a sentence holds the kind of answer that the question wants, 0 to 1, as its writing shows. start is
// the sentence's offset in its text, positions are those in the sentence: a name that was asked about is no answer.
func (q *Query) TypeMatch(sentence string, start int, positions []Position) float64 {
	switch q.Expects {
	case numberAnswer:
		return float64(Btoi(hasNumber(sentence)))
	case timeAnswer:
		return float64(Btoi(hasTime(sentence)))
	case personAnswer:
		return q.nameIn(sentence, start, positions)
	case placeAnswer:
		return float64(Btoi(q.nameIn(sentence, start, positions) > 0))
	}
	return 0
}

func hasNumber(s string) bool {
	for _, w := range analysis.FoldedWords(s) {
		if analysis.NumberWords[w.Text] || strings.IndexFunc(w.Text, unicode.IsDigit) >= 0 {
			return true
		}
	}
	return strings.ContainsAny(s, "一二三四五六七八九十百千万两億亿")
}

func hasTime(s string) bool {
	for _, w := range analysis.FoldedWords(s) {
		if analysis.TimeWords[w.Text] || strings.IndexFunc(w.Text, unicode.IsDigit) >= 0 {
			return true
		}
	}
	return strings.ContainsAny(s, "年月日년월일")
}

// nameIn is 1 where a name stands beside a meaningful word of the question, nameElsewhere where one stands anywhere, else 0.
func (q *Query) nameIn(s string, start int, positions []Position) float64 {
	best := 0.0
	words := analysis.FoldedWords(s)
	asked := func(w analysis.FoldedWord) (known, content bool) {
		i, ok := slices.BinarySearchFunc(positions, start+w.Start, func(m Position, at int) int { return m.start - at })
		return ok, ok && q.Terms[positions[i].Term].Content
	}
	beside := func(a, b int) bool { // words that follow each other, one of which is asked about
		if a < 0 || b >= len(words) || strings.TrimSpace(s[words[a].End:words[b].Start]) != "" {
			return false
		}
		_, first := asked(words[a])
		_, second := asked(words[b])
		return first || second
	}
	for i, w := range words {
		if r, _ := utf8.DecodeRuneInString(s[w.Start:]); i == 0 || !unicode.IsUpper(r) {
			continue
		}
		if known, _ := asked(w); known {
			continue
		}
		if beside(i-1, i) || beside(i, i+1) {
			return 1
		}
		best = nameElsewhere
	}
	return best
}
