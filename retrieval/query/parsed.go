package query

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"docent/retrieval/document"
)

// A Parsed is a parsed question: what is looked for, and where. Ranking notes in it what became of that: corrections,
// alternatives, phrases that no passage has.
type Parsed struct {
	Text        string      `json:"text"`                  // the question without its operators, corrections made
	Phrases     []string    `json:"phrases,omitempty"`     // what a passage must have, word for word
	Missing     []string    `json:"missing,omitempty"`     // phrases that no passage has: their words were looked for instead
	Excluded    []string    `json:"excluded,omitempty"`    // words and phrases that a passage must not have
	Source      string      `json:"source,omitempty"`      // as in Question, from source:
	Since       time.Time   `json:"since,omitzero"`        // as in Question, from since: and until:
	Until       time.Time   `json:"until,omitzero"`        //
	Period      Period      `json:"period,omitzero"`       // the time that the question names in its words
	Corrections []Rewording `json:"corrections,omitempty"` // words that no document has, and what was looked for in their place
	Also        []Rewording `json:"also,omitempty"`        // other ways to say a part of it that counted as well: abbreviations, synonyms
	Ignored     []string    `json:"ignored,omitempty"`     // operators that could not be made sense of, as written
	Cut         bool        `json:"cut,omitempty"`         // the question was longer than questions are read

	Asked   string    `json:"-"` // the question without its operators, uncorrected
	earlier string    // of a follow-up: the question before it, without its operators; else ""
	At      time.Time `json:"-"` // when it was asked
	outside bool      // words stand outside of phrases as well
}

// Plain reports whether the question was taken as it stands, so that nothing need be shown of how it was parsed.
func (r Parsed) Plain() bool {
	return len(r.Phrases)+len(r.Missing)+len(r.Excluded)+len(r.Corrections)+len(r.Also)+len(r.Ignored) == 0 && r.Source == "" &&
		r.Since.IsZero() && r.Until.IsZero() && r.Period.IsZero() && !r.Cut
}

// How much of a question is parsed, at most. The longest message that Discord carries has 6,000 characters.
const (
	maxQuestionBytes = 16 << 10
	maxQuestionWords = 500
	maxPhrases       = 16 // and as many exclusions
	maxPhraseBytes   = 500
)

// Parse parses a question that was asked at a time, and the earlier one where it is a follow-up, else "". What isn't well formed
// is taken as ordinary words. For the zero time, "last week" and the like name no period.
func Parse(text, earlier string, asked time.Time) *Parsed {
	r := parseAlone(text, asked)
	if earlier != "" {
		r.earlier = parseAlone(earlier, asked).Asked
	}
	return r
}

func parseAlone(text string, asked time.Time) *Parsed {
	r := &Parsed{At: asked}
	text, r.Cut = bounded(text)
	s := scanner{text: text, asked: asked, out: r}
	s.scan()
	r.Asked = strings.TrimSpace(s.kept.String())
	r.Text = r.Asked
	r.Period = findPeriod(r.Asked, asked)
	return r
}

// bounded returns the part of a text that is parsed, well formed and without control characters. cut reports whether it is less
// than the whole.
func bounded(text string) (short string, cut bool) {
	if len(text) > maxQuestionBytes {
		text, cut = text[:maxQuestionBytes], true
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return r
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	words := 0
	inside := false
	for i, r := range text {
		space := unicode.IsSpace(r)
		if !space && !inside {
			if words++; words > maxQuestionWords {
				return text[:i], true
			}
		}
		inside = !space
	}
	return text, cut
}

// Earlier returns the question before a follow-up, parsed; nil for any other question.
func (r *Parsed) Earlier() *Parsed {
	if r.earlier == "" {
		return nil
	}
	return parseAlone(r.earlier, r.At)
}

// Metadata returns the metadata fields that the question asks for, best first, and its words that say of which document. It
// returns no fields where the question asks for none.
func (r *Parsed) Metadata() (fields []document.FieldName, which string) {
	return metadataAsked(r.Asked, r.earlier != "")
}

// OnlyMissing reports whether the question is nothing but phrases that no passage has.
func (r *Parsed) OnlyMissing() bool {
	return len(r.Missing) > 0 && len(r.Phrases) == 0 && !r.outside
}

// Miss moves a phrase from Phrases to Missing: no passage has it, and its words are looked for instead.
func (r *Parsed) Miss(phrase string) {
	r.Phrases = slices.DeleteFunc(r.Phrases, func(p string) bool { return p == phrase })
	if !slices.Contains(r.Missing, phrase) {
		r.Missing = append(r.Missing, phrase)
	}
}
