package index

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// The fields of a passage that are searched. Each is kept apart for every language ("body:en"), so that a word's
// frequency is counted among passages of its own language.
const (
	fieldBody = iota
	fieldHeading
	fieldGrams // of the body; apart from the words
	fieldTitle // the last: it counts only where something else was found
	fieldCount
)

var fieldNames = [fieldCount]string{"body", "heading", "grams", "title"}

// The fields that are not counted: the path a passage came from, a fact's whole name folded, and its words.
const (
	fieldPath     = "path"
	fieldFactName = "factname"
	fieldFact     = "fact"
)

func fieldIn(name, language string) string { return name + ":" + language }

// An entry is a passage or a fact on its way into the index.
type entry struct {
	path, language string
	passage        Passage
	fact           *Fact // nil for a passage

	tally   tally
	streams [fieldCount]analysis.TokenStream // of a passage; of a fact's name, the first
	words   []string                         // of a passage's body, as far as questions are corrected to them
}

func (e *entry) record() []byte {
	if e.fact != nil {
		return e.fact.Record
	}
	return e.passage.Record
}

func (e *entry) analyze(a *Analyzer) {
	e.tally.language = e.language
	if e.fact != nil {
		e.streams[0] = stream(a.Tokens(nil, e.fact.Name))
		return
	}
	e.tally.passage = true
	body := a.Tokens(nil, e.passage.Body)
	e.noteWords(body)
	e.streams[fieldBody], e.streams[fieldGrams] = stream(body), grams(a, body)
	e.streams[fieldHeading] = stream(a.Tokens(nil, e.passage.Heading))
	e.streams[fieldTitle] = stream(a.Tokens(nil, e.passage.Title))
	for i := range e.streams {
		e.tally.tokens[i] = uint64(len(e.streams[i]))
	}
}

// document is the entry as Bleve takes it. No text is stored, no positions, no columns: postings only.
func (e *entry) document(id string) *document.Document {
	doc := document.NewDocument(id)
	keyword := func(name, value string) {
		doc.AddField(document.NewTextFieldCustom(name, nil, []byte(value),
			bleveindex.IndexField|bleveindex.SkipFreqNorm, whole{}))
	}
	add := func(name string, tokens analysis.TokenStream) {
		if len(tokens) > 0 {
			doc.AddField(document.NewTextFieldCustom(fieldIn(name, e.language), nil, nil, bleveindex.IndexField, ready(tokens)))
		}
	}
	keyword(fieldPath, e.path)
	if e.fact != nil {
		keyword(fieldFactName, Fold(e.fact.Name))
		add(fieldFact, e.streams[0])
		return doc
	}
	for i, name := range fieldNames {
		add(name, e.streams[i])
	}
	return doc
}

// stream is a text's tokens as Bleve takes them, the written form and the form without marks side by side.
func stream(tokens []Token) analysis.TokenStream {
	var out analysis.TokenStream
	for i, t := range tokens {
		out = append(out, &analysis.Token{Term: []byte(t.Term), Start: t.Start, End: t.End, Position: i + 1})
		if t.Bare != "" {
			out = append(out, &analysis.Token{Term: []byte(t.Bare), Start: t.Start, End: t.End, Position: i + 1})
		}
	}
	return out
}

// grams are the words' character n-grams as Bleve takes them.
func grams(a *Analyzer, tokens []Token) analysis.TokenStream {
	var out analysis.TokenStream
	for _, t := range tokens {
		a.Grams(t, true, func(gram string) {
			out = append(out, &analysis.Token{Term: []byte(gram), Start: t.Start, End: t.End, Position: len(out) + 1})
		})
	}
	return out
}

// ready is an analyzer whose work is already done: the text was analysed once, for Bleve and for the statistics.
type ready analysis.TokenStream

func (r ready) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(r) }

// whole makes one term of a text.
type whole struct{}

func (whole) Analyze(text []byte) analysis.TokenStream {
	return analysis.TokenStream{{Term: text, Start: 0, End: len(text), Position: 1, Type: analysis.AlphaNumeric}}
}
