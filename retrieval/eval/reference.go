package eval

import (
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
)

// A reference is an index as Bleve builds it by itself, with the leanest mapping there is: the same passages in the same
// fields, each language by Bleve's analyzer for it, nothing stored, no positions, no columns. Building the library's index is
// compared with building it; it answers nothing.
type reference struct {
	bleve bleve.Index
	added int
}

// newReference makes an empty one in a folder that must not exist.
func newReference(dir string) (*reference, error) {
	b, err := bleve.NewUsing(dir, leanest(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("creating the reference: %w", err)
	}
	return &reference{bleve: b}, nil
}

func leanest() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	m.TypeField = "language"
	text := func(analyzer string) *mapping.DocumentMapping {
		d := bleve.NewDocumentStaticMapping()
		for _, name := range [...]string{"body", "heading", "title"} {
			f := bleve.NewTextFieldMapping()
			f.Analyzer, f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = analyzer, false, false, false, false
			d.AddFieldMappingsAt(name, f)
		}
		return d
	}
	m.DefaultMapping = text("standard")
	for language := range analysis.StopLists {
		if m.AnalyzerNamed(language) != nil {
			m.AddDocumentMapping(language, text(language))
		}
	}
	return m
}

// add indexes the documents' passages as one batch.
func (r *reference) add(docs []index.Document) error {
	batch := r.bleve.NewBatch()
	for _, d := range docs {
		for _, p := range d.Passages {
			r.added++
			fields := map[string]any{"language": d.Language, "body": p.Body, "heading": p.Heading, "title": p.Title}
			if err := batch.Index(strconv.Itoa(r.added), fields); err != nil {
				return fmt.Errorf("building the reference: %w", err)
			}
		}
	}
	if err := r.bleve.Batch(batch); err != nil {
		return fmt.Errorf("building the reference: %w", err)
	}
	return nil
}

// close closes its files.
func (r *reference) close() error { return r.bleve.Close() }
