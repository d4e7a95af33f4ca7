package text

import (
	"strings"
	"unicode"

	"docent/retrieval/document"
)

// maxLeadWords is the longest line above "key: value" lines that is taken for their head ("Alice Example").
const maxLeadWords = 8

// A row is a "key: value" line with the indented lines that continue it.
type row struct {
	first, last int
	pair        document.Pair
}

// readTable takes the "key: value" lines from line k on, with the line above them that heads them, when they are a
// table; it returns k when they are not. In hard-wrapped text they must reach to the end of the run, so that a colon in
// a sentence makes no table.
func (p *parser) readTable(r *run, k int) int {
	if r.byLine {
		return p.readPairs(r, k)
	}
	head := -1
	if k == r.pairsFrom-1 && k < r.last && p.leads(k) {
		head = k
	} else if k != r.pairsFrom {
		return k
	}
	rows := p.rows(r.pairsFrom, r.last)
	if !tabular(rows) {
		return k
	}
	p.addTable(rows, head)
	return r.last + 1
}

// readPairs takes the adjacent "key: value" lines from line k on, when they are a table.
func (p *parser) readPairs(r *run, k int) int {
	if k < r.noTable {
		return k
	}
	end := k
	for end <= r.last && p.isPair(end) {
		end++
	}
	rows := p.rows(k, end-1)
	if !tabular(rows) {
		r.noTable = end
		return k
	}
	p.addTable(rows, -1)
	return end
}

// tabular reports whether rows make a table.
func tabular(rows []row) bool {
	pairs := make([]document.Pair, len(rows))
	for i, r := range rows {
		pairs[i] = r.pair
	}
	return document.Tabular(pairs)
}

// tabular reports whether a run ends in a table.
func (p *parser) tabular(r *run) bool { return tabular(p.rows(r.pairsFrom, r.last)) }

func (p *parser) isPair(i int) bool {
	s := p.text(i)
	_, ok := document.SplitPair(s)
	return ok && markerLen(s) == 0
}

// rows joins lines i to j, the first of which is a pair, into rows.
func (p *parser) rows(i, j int) []row {
	var rows []row
	for k := i; k <= j; k++ {
		if pair, ok := document.SplitPair(p.text(k)); ok {
			rows = append(rows, row{first: k, last: k, pair: pair})
		} else if len(rows) > 0 {
			rows[len(rows)-1].last = k
		}
	}
	return rows
}

// leads reports whether line i can head the table below it: a few words that are no sentence and no pair.
func (p *parser) leads(i int) bool {
	s := strings.TrimRight(p.text(i), ":：")
	return !p.isPair(i) && len(s) <= maxMetaBytes && document.CountWords(s) <= maxLeadWords && strings.ContainsFunc(s, unicode.IsLetter) &&
		!endsSentence(s) && !strings.HasSuffix(s, ",") && markerLen(s) == 0 && !strings.HasPrefix(s, ">")
}

// addTable appends the rows as blocks and facts, under the line that heads them (-1 for none) or their own first row
// where that names the columns.
func (p *parser) addTable(rows []row, head int) {
	var headSpan document.Span
	switch {
	case head >= 0:
		p.add(document.TableHead, head, head)
		name := strings.TrimRight(p.text(head), ":： ")
		headSpan = p.all.Span(p.lines[head].start, p.lines[head].start+len(name))
	case namesColumns(rows):
		headSpan = p.add(document.TableHead, rows[0].first, rows[0].last).Span
		rows = rows[1:]
	}
	for _, r := range rows {
		b := p.add(document.TableRow, r.first, r.last)
		value := b.Text[len(p.text(r.first))-len(r.pair.Value):]
		p.doc.Facts = append(p.doc.Facts, document.Fact{Name: r.pair.Key, Value: value, Head: p.src[headSpan.Start:headSpan.End], Span: b.Span, HeadSpan: headSpan})
	}
}

// It takes so many rows below a first row for it to name their columns, which are no more than so many words.
const (
	minHeadedRows = 2
	maxColumns    = 6
)

// namesColumns reports whether the first row names the columns of the others: its key or each word of its value is a word
// that heads columns. A row that can't be told stays a row.
func namesColumns(rows []row) bool {
	if len(rows) <= minHeadedRows {
		return false
	}
	key, value := strings.Fields(rows[0].pair.Key), strings.Fields(rows[0].pair.Value)
	if len(value) > maxColumns || endsSentence(rows[0].pair.Value) {
		return false
	}
	if rowNouns[fold(key[len(key)-1])] && startsName(rows[0].pair.Value) {
		return true
	}
	for _, word := range value {
		sign := !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		if !sign && !columnNouns[fold(word)] {
			return false
		}
	}
	return columnNouns[fold(value[0])]
}

// fold makes a heading's word comparable: lower case, without brackets and signs.
func fold(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// rowNouns head the first column of a table: what its rows are.
var rowNouns = setOf("parameter", "parameters", "metric", "metrics", "aspect", "aspects", "particulars", "indicator", "indicators", "attribute",
	"item", "items", "category", "criteria", "criterion", "feature", "features", "timeline", "merkmal", "kategorie", "critère", "categoría", "項目", "项目", "指标")

// columnNouns head the other columns: what is said of each row. Words that are as often a value ("Active", "Berlin") are
// left out.
var columnNouns = setOf("detail", "details", "description", "descriptions", "information", "info", "value", "values", "context", "explanation",
	"meaning", "definition", "remarks", "remark", "notes", "note", "comment", "comments", "summary", "status", "location", "date", "dates", "name", "names",
	"amount", "amounts", "figure", "figures", "change", "changes", "total", "unit", "units", "number", "quantity", "price", "prices", "percentage", "share",
	"specification", "specifications", "impact", "role", "purpose", "result", "results", "outcome", "outcomes", "performance", "cost", "costs", "revenue", "profit", "growth", "rating", "type", "period", "source",
	"beschreibung", "wert", "werte", "einzelheiten", "angaben", "bedeutung", "détails", "valeur", "valeurs", "descripción", "valor", "valores", "detalles",
	"内容", "説明", "说明", "値", "数值", "备注")
