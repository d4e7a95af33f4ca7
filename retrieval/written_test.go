package retrieval

import (
	"strings"
	"testing"

	"docent/retrieval/passage"
)

// The words of a reading stand in the source between its markup.
func TestWrittenInMarkup(t *testing.T) {
	t.Parallel()
	p := &passage.Passage{Pieces: []passage.Piece{
		{Text: "First."},
		{Text: "See **the [list](https://example.org/the/list)** &amp; *go*.", Plain: "See the list & go.", Skipped: true},
	}}
	text := p.Text()
	var got []string
	for _, w := range p.Surfaces() {
		got = append(got, w.Exact+"="+text[w.Start:w.End])
	}
	if s := strings.Join(got, " "); s != "First=First .=. \x00= See=See the=the list=list &=& go=go .=." {
		t.Errorf("%q", s)
	}
}
