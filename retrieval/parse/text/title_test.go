package text

import (
	"testing"

	"docent/retrieval/document"
)

func TestTitle(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"standing alone", "A headline\n\nText below it.\n", "A headline"},
		{"cut short", "A headline that goes on and ...\n\nText.\n", "A headline that goes on and ..."},
		{"above a byline", "A headline\nBy Jane Doe\n\nText.\n", "A headline"},
		{"underlined", "A headline\n==========\nText.\n", "A headline"},
		{"labelled", "Title: On pumps\nAuthor: Jane Doe\n\nText.\n", "On pumps"},
		{"a sentence", "This is a sentence.\n\nText.\n", ""},
		{"wrapped text", "A line of text\nthat goes on below\n", ""},
		{"nothing below", "A headline\n", ""},
		{"greeting", "Dear Jane,\n\nText.\n", ""},
		{"dialogue", "Alice: hello\n\nBob: hi\n", ""},
		{"list", "- one\n\n- two\n", ""},
		{"date", "14 January 2026\n\nDear diary.\n", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		if got := Parse(tt.src).Title; got != tt.want {
			t.Errorf("%s: title %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestByline(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, author, publisher, published string }{
		{"name and date", "T t\nBy Jane Doe on 14 Jan 2026\n\nText.\n", "Jane Doe", "", "14 Jan 2026"},
		{"date and name", "T t\nPosted on January 14, 2026 by Jane Doe\n\nText.\n", "Jane Doe", "", "January 14, 2026"},
		{"glued", "T t\nacme\nBy\nJane DoeAcme Daily\n\nText.\n", "Jane Doe", "Acme Daily", ""},
		{"glued, no token", "T t\nBy\nJane DoeAcme Daily\n\nText.\n", "Jane DoeAcme Daily", "", ""},
		{"labels", "T t\nAuthor: jane\nDate: 2026-01-14\n\nText.\n", "jane", "", "2026-01-14"},
		{"no name", "T t\nBy the way, it rained.\n\nText.\n", "", "", ""},
		{"a date in a story", "T t\n\nIt began with a storm that nobody had seen coming at all.\n\n14 Jan 2026\n\nText.\n", "", "", ""},
	}
	for _, tt := range tests {
		doc := Parse(tt.src)
		for name, want := range map[document.FieldName]string{
			document.FieldAuthor: tt.author, document.FieldPublisher: tt.publisher, document.FieldPublished: tt.published,
		} {
			if f, _ := doc.Field(name); f.Value != want {
				t.Errorf("%s: %s is %q, want %q", tt.name, name, f.Value, want)
			}
		}
	}
}
