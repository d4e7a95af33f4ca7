package passage

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"docent/retrieval/document"
)

func codecPassages() []*Passage {
	return []*Passage{
		{Pieces: []Piece{}},
		{Path: "a/b.txt", Hash: strings.Repeat("0f", 32), Encoding: "utf-8", Title: "T", Heading: "H", Headings: "G\nF", Language: "en",
			Ordinal: 300, BOM: true, Before: true, Date: time.Date(2026, 1, 14, 7, 0, 0, 0, time.FixedZone("", -90*60)),
			Pieces: []Piece{
				{Text: "one", Span: document.Span{Start: 5, End: 8, First: 1, Last: 2, Page: 3}, Kind: document.TableRow, Head: 2},
				{Text: "**two**\x00\xff", Plain: "two", Span: document.Span{Start: 1 << 23, End: 1<<23 + 9, First: 1 << 17, Last: 1 << 17}, Skipped: true},
			}},
		{Path: "ü" + strings.Repeat("/long", headBytes), After: true, Pieces: []Piece{{Text: "name: value"}}, Date: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC),
			Fact: &Fact{Name: "name", Value: "value", Head: "x", At: [2]int{6, 11}, Field: true}},
	}
}

func TestPassageCodec(t *testing.T) {
	t.Parallel()
	for i, p := range codecPassages() {
		record := p.Encode()
		got, err := Decode(record)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		if !got.Date.Equal(p.Date) || got.Date.Format(time.RFC3339) != p.Date.Format(time.RFC3339) {
			t.Errorf("%d: its date is %v, want %v", i, got.Date, p.Date)
		}
		head, err := DecodeHead(record)
		if err != nil || head.Path != p.Path || head.Ordinal != p.Ordinal || !head.Date.Equal(p.Date) {
			t.Errorf("%d: its head is %+v, %v", i, head, err)
		}
		got.Date = p.Date
		if !reflect.DeepEqual(got, p) {
			t.Errorf("%d: got %+v, want %+v", i, got, p)
		}
		for n := range len(record) {
			if _, err := Decode(record[:n]); !errors.Is(err, ErrCorrupt) {
				t.Errorf("%d: cut after %d bytes: %v", i, n, err)
			}
		}
		if _, err := Decode(append(record, 0)); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%d: with a byte too many: %v", i, err)
		}
	}
}

func FuzzDecodePassage(f *testing.F) {
	for _, p := range codecPassages() {
		f.Add(p.Encode())
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		p, err := Decode(record)
		if err != nil {
			return
		}
		again, err := Decode(p.Encode())
		if err != nil || again.Path != p.Path || len(again.Pieces) != len(p.Pieces) {
			t.Errorf("%+v became %+v, %v", p, again, err)
		}
	})
}
