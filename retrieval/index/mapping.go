package index

import (
	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"docent/retrieval/analysis"
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
	fact           *Fact    // nil for a passage
	names          []string // of the document, beside its first entry

	tally   tally
	streams [fieldCount]bleveanalysis.TokenStream // of a passage; of a fact's name, the first
	words   []string                              // of a passage's body, as far as questions are corrected to them
	stored  []byte                                // of a passage: the words that are kept beside it
}

// tokenBuffers are what entries are analysed in, one after the other.
type tokenBuffers struct {
	body, heading, title, quoted, context []analysis.Token
	met                                   *metWords
}

func (e *entry) record() []byte {
	if e.fact != nil {
		return e.fact.Record
	}
	return e.passage.Record
}

// analyze works in buf.
func (e *entry) analyze(a *analysis.Analyzer, buf *tokenBuffers) {
	e.tally.language = e.language
	if e.fact != nil {
		buf.body = a.Tokens(buf.body[:0], e.fact.Name)
		e.streams[0] = stream(buf.body)
		return
	}
	e.tally.passage = true
	body, heading, title := a.Tokens(buf.body[:0], e.passage.Body), a.Tokens(buf.heading[:0], e.passage.Heading), a.Tokens(buf.title[:0], e.passage.Title)
	buf.body, buf.heading, buf.title = body, heading, title
	e.streams = [fieldCount]bleveanalysis.TokenStream{fieldBody: stream(body), fieldHeading: stream(heading), fieldGrams: grams(a, body), fieldTitle: stream(title)}
	e.noteWords(body, buf.met)
	quoted, context := body, append(append(buf.context[:0], heading...), title...)
	if e.passage.Quote != "" {
		quoted, context = a.Tokens(buf.quoted[:0], e.passage.Quote), append(context, body...)
		buf.quoted = quoted
	}
	buf.context = context
	e.stored = appendWords(appendWords(nil, quoted), context)
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
	add := func(name string, tokens bleveanalysis.TokenStream) {
		if len(tokens) > 0 {
			doc.AddField(document.NewTextFieldCustom(fieldIn(name, e.language), nil, nil, bleveindex.IndexField, ready(tokens)))
		}
	}
	keyword(fieldPath, e.path)
	for _, name := range e.names {
		keyword(fieldName, name)
	}
	if e.fact != nil {
		keyword(fieldFactName, analysis.Fold(e.fact.Name))
		add(fieldFact, e.streams[0])
		return doc
	}
	for i, name := range fieldNames {
		add(name, e.streams[i])
	}
	return doc
}

// stream is a text's tokens as Bleve takes them, the written form and the form without marks side by side.
func stream(tokens []analysis.Token) bleveanalysis.TokenStream {
	n, size := len(tokens), 0
	for i := range tokens {
		size += len(tokens[i].Term) + len(tokens[i].Unaccented)
		if tokens[i].Unaccented != "" {
			n++
		}
	}
	out, all, terms := make(bleveanalysis.TokenStream, 0, n), make([]bleveanalysis.Token, n), make([]byte, 0, size)
	add := func(t *analysis.Token, term string, position int) {
		from := len(terms)
		terms = append(terms, term...)
		all[len(out)] = bleveanalysis.Token{Term: terms[from:len(terms):len(terms)], Start: t.Start, End: t.End, Position: position}
		out = append(out, &all[len(out)])
	}
	for i := range tokens {
		t := &tokens[i]
		add(t, t.Term, i+1)
		if t.Unaccented != "" {
			add(t, t.Unaccented, i+1)
		}
	}
	return out
}

// grams are the words' character n-grams as Bleve takes them.
func grams(a *analysis.Analyzer, tokens []analysis.Token) bleveanalysis.TokenStream {
	var out bleveanalysis.TokenStream
	for _, t := range tokens {
		a.Grams(t, true, func(gram string) {
			out = append(out, &bleveanalysis.Token{Term: []byte(gram), Start: t.Start, End: t.End, Position: len(out) + 1})
		})
	}
	return out
}

// ready is an analyzer whose work is already done: the text was analysed once, for Bleve and for the statistics.
type ready bleveanalysis.TokenStream

func (r ready) Analyze([]byte) bleveanalysis.TokenStream { return bleveanalysis.TokenStream(r) }

// whole makes one term of a text.
type whole struct{}

func (whole) Analyze(text []byte) bleveanalysis.TokenStream {
	return bleveanalysis.TokenStream{{Term: text, Start: 0, End: len(text), Position: 1, Type: bleveanalysis.AlphaNumeric}}
}
