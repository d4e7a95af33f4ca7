package document

import (
	"slices"
	"testing"
)

func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		lines []string
	}{
		{"", []string{""}},
		{"one", []string{"one"}},
		{"one\ntwo", []string{"one", "two"}},
		{"one\r\ntwo\r\n", []string{"one", "two", ""}},
		{"one\rtwo\r\rfour", []string{"one", "two", "", "four"}},
		{"one\n\rthree", []string{"one", "", "three"}},
		{"\r\r\n\n", []string{"", "", "", ""}},
		{"a\fb\u2028c\vd", []string{"a\fb\u2028c\vd"}},
	}
	for _, tt := range tests {
		l := NewLines(tt.text)
		var got []string
		for n := 1; n <= l.Len(); n++ {
			start, end := l.Bounds(n)
			got = append(got, tt.text[start:end])
			for offset := start; offset <= end && offset < len(tt.text); offset++ {
				if l.Line(offset) != n {
					t.Errorf("%q: byte %d is on line %d, want %d", tt.text, offset, l.Line(offset), n)
				}
			}
		}
		if !slices.Equal(got, tt.lines) {
			t.Errorf("%q: lines %q, want %q", tt.text, got, tt.lines)
		}
	}
}

func TestLinesSpan(t *testing.T) {
	t.Parallel()
	l := NewLines("one\ntwo\r\nthree")
	tests := []struct {
		start, end int
		want       Span
	}{
		{0, 3, Span{Start: 0, End: 3, First: 1, Last: 1}},
		{0, 4, Span{Start: 0, End: 4, First: 1, Last: 1}},
		{0, 5, Span{Start: 0, End: 5, First: 1, Last: 2}},
		{4, 14, Span{Start: 4, End: 14, First: 2, Last: 3}},
		{9, 9, Span{Start: 9, End: 9, First: 3, Last: 3}},
	}
	for _, tt := range tests {
		if got := l.Span(tt.start, tt.end); got != tt.want {
			t.Errorf("Span(%d, %d) = %+v, want %+v", tt.start, tt.end, got, tt.want)
		}
	}
}
