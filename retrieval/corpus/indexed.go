package corpus

import (
	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

func factEntry(p *passage.Passage) index.Fact {
	return index.Fact{Name: p.Fact.Name, Record: p.Encode()}
}

// IndexDocument is all that the index keeps of a document, in passages of up to most words, and how many those are.
func IndexDocument(doc *document.Document, source, hash string, most int) (index.Document, int) {
	out := index.Document{Path: doc.Path, Language: doc.Language}
	cut := passage.Cut(doc, source, hash, most)
	for i := range cut {
		out.Passages = append(out.Passages, entryOf(&cut[i]))
	}
	facts := passage.Facts(doc, source, hash)
	for i := range facts {
		out.Facts = append(out.Facts, factEntry(&facts[i]))
	}
	out.Names = namesOf(doc, facts)
	return out, len(cut)
}

// namesOf are the document's headings and the names of its facts, each of these once.
func namesOf(doc *document.Document, facts []passage.Passage) []index.Name {
	var out []index.Name
	for _, b := range doc.Blocks {
		if text := analysis.OneLine(b.Reading()); b.Kind == document.Heading && text != "" {
			out = append(out, index.Name{Text: text, Line: b.Span.First})
		}
	}
	seen := map[string]bool{}
	for i := range facts {
		if name := analysis.OneLine(facts[i].Fact.Name); name != "" && !seen[name] {
			seen[name] = true
			out = append(out, index.Name{Text: name, Line: facts[i].Lines()[0], Fact: true})
		}
	}
	return out
}
func entryOf(p *passage.Passage) index.Passage {
	body, quote, heading := p.Searched()
	return index.Passage{Body: body, Quote: quote, Heading: heading, Title: p.Title, Record: p.Encode()}
}
