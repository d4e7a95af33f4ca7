package retrieval

import (
	"context"
	"slices"
	"strings"

	"docent/retrieval/document"
	"docent/retrieval/index"
)

// This file answers questions about a document itself: when it was updated, who reviewed it, how long it is to read.
// The answer is a metadata field with its line. The rules are:
//
//   - The question must name a field ("updated", "reviewer"), and apart from that only speak of "the article" or say
//     which one, in words that stand in its title.
//   - "When was the agreement published?" with nothing of that in a title is a question to the text.

// A fieldQuestion is a way to ask for metadata fields.
type fieldQuestion struct {
	// any of these words asks for it, folded
	words []string
	// and one of these must be there too; none: it needs no other
	with []string
	// the fields that answer, best first
	fields []document.FieldName
}

var fieldQuestions = []fieldQuestion{
	{words: []string{"updated", "update", "modified", "revised", "revision", "aktualisiert", "actualizado", "actualizó", "mis à jour"},
		with:   []string{"when", "date", "last", "what", "time", "day", "wann", "cuándo", "quand", "recently", "latest", "how"},
		fields: []document.FieldName{document.FieldUpdated, document.FieldPublished}},
	{words: []string{"published", "publication", "posted", "released", "veröffentlicht", "publicado", "publié", "dated"},
		with:   []string{"when", "date", "what", "day", "time", "wann", "cuándo", "quand"},
		fields: []document.FieldName{document.FieldPublished, document.FieldUpdated}},
	{words: []string{"date"}, with: []string{"article", "document", "page", "this", "story", "report", "file", "post", "text"},
		fields: []document.FieldName{document.FieldUpdated, document.FieldPublished}},
	{words: []string{"reviewed", "reviewer", "reviewers", "reviews", "checked", "edited", "editor"}, with: []string{"who", "whom", "name", "by", "reviewer", "editor", "reviewers"},
		fields: []document.FieldName{document.FieldReviewer}},
	{words: []string{"wrote", "written", "author", "authors", "writer", "autor", "autorin", "auteur"}, with: []string{"who", "whom", "name", "author", "authors", "writer", "autor", "autorin", "auteur"},
		fields: []document.FieldName{document.FieldAuthor, document.FieldPublisher, document.FieldReviewer}},
	{words: []string{"publisher", "published", "publishes", "publish", "released"}, with: []string{"who", "publisher", "which", "whom", "by"},
		fields: []document.FieldName{document.FieldPublisher, document.FieldAuthor}},
	{words: []string{"read", "reading"}, with: []string{"long", "time", "minutes", "duration", "min"},
		fields: []document.FieldName{document.FieldReadingTime}},
	{words: []string{"title", "headline", "titel", "título", "titre"}, with: []string{"what", "article", "document", "the", "story", "page"},
		fields: []document.FieldName{document.FieldTitle}},
}

// aboutDocuments are words that mean the document and not its matter.
var aboutDocuments = set("article document page story text post report file piece note news about it this that here documents articles team website site outlet company newspaper magazine " +
	"when who whom what which date time day last latest recently name by long take takes does do minutes min duration often " +
	"was were is be been has have had did the a an of for from to in on at how much many you me tell please and or its there current " +
	"wann wer wurde der die das artikel dieser diese dieses dokument cuándo quién fue el la este esta artículo documento quand qui été le cet cette")

// metadataAsked returns the fields a question asks for, and the words that say of which document.
func metadataAsked(text string) (fields []document.FieldName, which string) {
	words := map[string]bool{}
	for _, w := range wordsOf(text) {
		words[strings.TrimSuffix(w.text, "'s")] = true
	}
	if len(words) < 2 { // a word alone is looked for in the text
		return nil, ""
	}
	var used []string
	for _, fq := range fieldQuestions {
		if slices.ContainsFunc(fq.words, func(w string) bool { return words[w] }) &&
			slices.ContainsFunc(fq.with, func(w string) bool { return words[w] }) {
			fields, used = fq.fields, slices.Concat(fq.words, fq.with)
			break
		}
	}
	var rest []string
	for _, w := range wordsOf(text) {
		word := strings.TrimSuffix(w.text, "'s")
		if !aboutDocuments[word] && !slices.Contains(used, word) {
			rest = append(rest, text[w.start:w.end])
		}
	}
	return fields, strings.Join(rest, " ")
}

// metadataOrRank answers from metadata where a question asks for that, else from the text.
func (l *Library) metadataOrRank(ctx context.Context, e *edition, snap *index.Snapshot, q Question, only *index.Filter) ([]*candidate, []*query, error) {
	if fields, which := metadataAsked(q.Text); fields != nil {
		found, err := l.metadata(ctx, e, snap, q, fields, which)
		if err != nil || len(found) > 0 {
			return found, nil, err
		}
	}
	return l.rank(ctx, snap, q, only, looked)
}

// metadata finds the fields of the documents that a question means, in the order of the fields wanted.
func (l *Library) metadata(ctx context.Context, e *edition, snap *index.Snapshot, q Question, fields []document.FieldName, which string) ([]*candidate, error) {
	paths := l.meant(e, q, which)
	if len(paths) == 0 || len(paths) > defaultLimit {
		return nil, nil
	}
	only, err := snap.OnlyPaths(ctx, paths)
	if err != nil {
		return nil, err
	}
	for i, name := range fields {
		facts, err := lookUpFacts(ctx, snap, string(name), only, reach)
		if err != nil {
			return nil, err
		}
		var out []*candidate
		for _, p := range facts {
			if p.Fact.Field && p.Fact.Name == string(name) {
				out = append(out, p.asMetadata(1-0.1*float64(i)))
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// asMetadata is a field as the answer to a question that asked for it: certain, or less so where it stands in for the
// field that was asked for.
func (p *Passage) asMetadata(score float64) *candidate {
	c := &candidate{Passage: p, text: p.Text(), score: score, coverage: 1, query: &query{language: p.Language}}
	c.sentence = [2]int{0, len(c.text)}
	if p.Fact.At[0] > 0 || p.Fact.At[1] < len(c.text) {
		c.matches = [][2]int{p.Fact.At}
	}
	c.metadata = true
	return c
}

// meant are the documents that a question about a document means: all of a source that was named, the only one there
// is, or those whose title has every word that says which. nil means that it can't be told.
func (l *Library) meant(e *edition, q Question, which string) []string {
	var paths []string
	if strings.TrimSpace(q.Source) != "" {
		paths = l.matching(e, q.Source)
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	if paths == nil {
		if which == "" && e.manifest.documents > defaultLimit {
			return nil
		}
		for path, f := range e.manifest.files {
			if f.Failure == "" {
				paths = append(paths, path)
			}
		}
		slices.Sort(paths)
	}
	words := strings.Fields(index.Fold(which))
	return slices.DeleteFunc(paths, func(path string) bool {
		title := wordSet(index.Fold(e.manifest.files[path].Title))
		return slices.ContainsFunc(words, func(w string) bool { return !title[w] })
	})
}

func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range wordsOf(text) {
		out[w.text] = true
	}
	return out
}
