package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"docent/retrieval/eval"
)

// growthFrom is the smallest size that growth is measured at; each further one is ten times as large.
const growthFrom = 1000

// growthSizes are the sizes up to n passages.
func growthSizes(n int) []int {
	var sizes []int
	for size := growthFrom; size < n; size *= 10 {
		sizes = append(sizes, size)
	}
	return append(sizes, n)
}

// printGrowth shows how costs grow with the number of passages: a table, and a picture of its first columns.
func printGrowth(w io.Writer, all []eval.Measurement) error {
	var b strings.Builder
	row := func(cells ...string) {
		for i, c := range cells {
			fmt.Fprintf(&b, "%*s", []int{10, 12, 12, 10, 10, 10, 10, 10}[i], c)
		}
		b.WriteByte('\n')
	}
	row("passages", "matched", "candidates", "Bleve's", "answer", "median", "99 %", "memory")
	row("", "postings", "CPU ms", "CPU ms", "CPU ms", "ms", "ms", "MB")
	for _, m := range all {
		row(strconv.Itoa(m.Passages), strconv.Itoa(int(m.Postings)), figure(m.Candidates), figure(m.Bleve), figure(m.QuestionCPU),
			figure(m.Median), figure(m.P99), figure(m.PeakMB))
	}
	b.WriteByte('\n')
	picture := chart{rows: 16, columns: 58}
	for _, m := range all {
		x := float64(m.Passages)
		picture.points = append(picture.points, point{x, m.Bleve, 'B'}, point{x, m.QuestionCPU, 'A'}, point{x, m.Candidates, 'C'})
	}
	b.WriteString(picture.String())
	b.WriteString("CPU ms a question by passages, both in powers of ten: B Bleve's own search, A a whole answer, C the candidates alone\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// A point of a chart; where two fall on one place, the one that was given last is seen.
type point struct {
	x, y float64
	mark byte
}

// A chart draws points on two logarithmic axes.
type chart struct {
	rows, columns int
	points        []point
}

func (c chart) String() string {
	lowX, highX := c.span(func(p point) float64 { return p.x })
	lowY, highY := c.span(func(p point) float64 { return p.y })
	grid := make([][]byte, c.rows)
	for i := range grid {
		grid[i] = []byte(strings.Repeat(" ", c.columns))
	}
	place := func(v, low, high float64, n int) int {
		return int(math.Round((math.Log10(v) - low) / (high - low) * float64(n-1)))
	}
	for _, p := range c.points {
		if p.x > 0 && p.y > 0 {
			grid[c.rows-1-place(p.y, lowY, highY, c.rows)][place(p.x, lowX, highX, c.columns)] = p.mark
		}
	}
	var b strings.Builder
	labels := map[int]string{}
	for e := lowY; e <= highY; e++ {
		labels[c.rows-1-place(math.Pow(10, e), lowY, highY, c.rows)] = strconv.FormatFloat(math.Pow(10, e), 'g', -1, 64)
	}
	for i, line := range grid {
		fmt.Fprintf(&b, "%7s |%s\n", labels[i], strings.TrimRight(string(line), " "))
	}
	fmt.Fprintf(&b, "%7s +%s\n", "", strings.Repeat("-", c.columns))
	axis := []byte(strings.Repeat(" ", c.columns+12))
	for e := lowX; e <= highX; e++ {
		copy(axis[place(math.Pow(10, e), lowX, highX, c.columns):], strconv.FormatFloat(math.Pow(10, e), 'f', -1, 64))
	}
	fmt.Fprintf(&b, "%9s%s\n", "", strings.TrimRight(string(axis), " "))
	return b.String()
}

// span are the powers of ten between which all values lie that can be drawn; at least one apart.
func (c chart) span(of func(point) float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range c.points {
		if v := of(p); v > 0 {
			low, high = min(low, math.Floor(math.Log10(v))), max(high, math.Ceil(math.Log10(v)))
		}
	}
	if low > high {
		return 0, 1
	}
	return low, max(high, low+1)
}
