package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// Where metadata is looked for: so many lines from the top (a saved page's header is shorter), so many from the foot,
// and no line longer than this.
const (
	mastheadLines = 20
	footLines     = 5
	maxMetaBytes  = 300
	maxMetaWords  = 25
	maxTokenBytes = 30 // a site's name or a section's, on a line of its own
	titleLines    = 3  // "Title: ..." stands at the very top
)

// A found field is a piece of metadata: offsets into the source.
type found struct {
	name                 document.FieldName
	start, end           int
	labelStart, labelEnd int
	date                 document.Date
}

// readMasthead finds the metadata among the first lines, and marks its lines.
func (p *parser) readMasthead() {
	for i := 0; i < min(mastheadLines, len(p.lines)); i++ {
		if p.lines[i].role == body && !p.readMetaLine(i) {
			p.readLabelledBelow(i)
		}
	}
	p.partPublisher()
}

// readFoot finds dates and bylines with a label among the last lines.
func (p *parser) readFoot() {
	for i := max(mastheadLines, len(p.lines)-footLines); i < len(p.lines); i++ {
		if p.standsAlone(i) {
			p.readMetaLine(i)
		}
	}
}

// readMetaLine marks line i when a segment of it is metadata and the rest is short.
func (p *parser) readMetaLine(i int) bool {
	s := p.text(i)
	if len(s) > maxMetaBytes || document.CountWords(s) > maxMetaWords {
		return false
	}
	segments := segmentsOf(s, p.lines[i].start)
	var fields []found
	for _, seg := range segments {
		fields = append(fields, p.readSegment(i, seg, len(segments) > 1)...)
	}
	if !p.anyNew(fields) {
		return false
	}
	p.lines[i].role = meta
	for _, f := range fields {
		p.setField(f)
	}
	return true
}

// anyNew reports whether one of the fields is the first of its name: a text that names an author or a date again and again
// is a list, and not about itself.
func (p *parser) anyNew(fields []found) bool {
	return slices.ContainsFunc(fields, func(f found) bool {
		_, known := p.doc.Field(f.name)
		return !known
	})
}

// A segment is a part of a line between wide gaps or bars: offsets into the source.
type segment struct{ start, end int }

// segmentsOf parts a line that starts at offset where two spaces or more, a no-break space, a tab, a bar or a dot stand.
func segmentsOf(s string, offset int) []segment {
	var out []segment
	start := 0
	cut := func(end, next int) {
		trimmed := strings.TrimFunc(s[start:end], unicode.IsSpace)
		if trimmed != "" {
			at := start + strings.Index(s[start:end], trimmed)
			out = append(out, segment{offset + at, offset + at + len(trimmed)})
		}
		start = next
	}
	for i, r := range s {
		switch {
		case strings.ContainsRune("|·•\t\u00a0", r):
			cut(i, i+utf8.RuneLen(r))
		case r == ' ' && strings.HasPrefix(s[i:], "  "):
			cut(i, i+1)
		}
	}
	cut(len(s), len(s))
	return out
}

// readSegment reads the metadata that a segment of line i is, whole: a reading time, a date with or without a label, a
// byline. A date or name without a colon counts only where nothing but metadata stands around it.
func (p *parser) readSegment(i int, seg segment, several bool) []found {
	s := p.src[seg.start:seg.end]
	if isReadingTime(s) {
		return []found{{name: document.FieldReadingTime, start: seg.start, end: seg.end}}
	}
	if l, rest, ok := cutLabel(s); ok && rest < len(s) {
		if !l.colon && !p.besideMeta(i) || l.name == document.FieldTitle && i >= titleLines {
			return nil
		}
		return p.readLabelled(l, seg.start, seg.start+rest, seg.end)
	}
	if d, ok := document.ParseDate(s); ok && d.Len == len(s) && p.aboveProse(i) && (several || i > 0 && p.standsAlone(i) || i == 1) {
		return []found{{name: document.FieldPublished, start: seg.start, end: seg.end, date: d}}
	}
	return nil
}

// besideMeta reports whether what a byline follows stands above line i: nothing, the title, metadata, a blank line, or a
// word or two such as the site's name.
func (p *parser) besideMeta(i int) bool {
	return i <= 1 || p.lines[i].apart || p.lines[i-1].role != body || len(p.text(i-1)) <= maxTokenBytes
}

// aboveProse reports whether only short lines stand above line i: a date below prose is part of a story, and not its own.
func (p *parser) aboveProse(i int) bool {
	for j := range i {
		s := p.text(j)
		if len(s) > maxMetaBytes || j > 0 && document.CountWords(s) >= proseWords && endsSentence(s) {
			return false
		}
	}
	return true
}

// readLabelled reads the value after a label, from start to end of the source.
func (p *parser) readLabelled(l label, labelStart, start, end int) []found {
	value := p.src[start:end]
	f := found{name: l.name, start: start, end: end, labelStart: labelStart, labelEnd: labelStart + l.length}
	if !l.date {
		return p.readPerson(l, f)
	}
	d, ok := document.ParseDate(value)
	if !ok {
		return nil
	}
	f.date, f.end = d, start+d.Len
	rest := strings.TrimLeft(value[d.Len:], " ,-–—")
	if rest == "" {
		return []found{f}
	}
	by, skip, ok := cutLabel(rest)
	if ok && !by.date && skip < len(rest) {
		at := end - len(rest)
		return append([]found{f}, p.readPerson(by, found{name: by.name, start: at + skip, end: end, labelStart: at, labelEnd: at + by.length})...)
	}
	if document.CountWords(rest) <= 3 && !endsSentence(rest) {
		return []found{f} // a zone or a place
	}
	return nil
}

// readPerson reads a name, and the date after it if there is one ("Jane Doe on 14 Jan 2026").
func (p *parser) readPerson(l label, f found) []found {
	value := p.src[f.start:f.end]
	for _, joint := range []string{", on ", " on ", ", ", " am ", " le "} {
		at := strings.Index(value, joint)
		if at <= 0 {
			continue
		}
		d, ok := document.ParseDate(value[at+len(joint):])
		if ok && at+len(joint)+d.Len == len(value) && nameLike(value[:at], l.colon || l.sure) {
			when := found{name: document.FieldPublished, start: f.start + at + len(joint), end: f.end, date: d}
			f.end = f.start + at
			return []found{f, when}
		}
	}
	if l.name != document.FieldTitle && !nameLike(value, l.colon || l.sure) {
		return nil
	}
	return []found{f}
}

// readLabelledBelow reads a label that fills line i, with its value on the next line.
func (p *parser) readLabelledBelow(i int) {
	if !p.labelOnly(i) || i+1 == len(p.lines) || p.lines[i+1].role != body {
		return
	}
	l, _, _ := cutLabel(p.text(i))
	next := p.lines[i+1]
	if next.end-next.start > maxMetaBytes || !p.besideMeta(i) {
		return
	}
	fields := p.readLabelled(l, p.lines[i].start, next.start, next.end)
	if !p.anyNew(fields) {
		return
	}
	for _, f := range fields {
		p.setField(f)
	}
	p.lines[i].role, p.lines[i+1].role = meta, meta
}

// labelOnly reports whether line i is a label without its value.
func (p *parser) labelOnly(i int) bool {
	s := p.text(i)
	_, rest, ok := cutLabel(s)
	return ok && rest == len(s)
}

// maxNameWords is the longest run of names in a byline.
const maxNameWords = 12

// nameParts are the small words inside names and lists of names.
var nameParts = map[string]bool{"and": true, "&": true, "de": true, "der": true, "van": true, "von": true, "la": true, "le": true, "di": true,
	"da": true, "del": true, "dos": true, "el": true, "bin": true, "al": true, "und": true, "et": true, "y": true, "e": true, "of": true,
	"the": true, "for": true, "in": true, "zu": true, "af": true}

// nameLike reports whether s can be somebody's name. Unless a label made it sure, every word must look like part of one.
func nameLike(s string, sure bool) bool {
	if s == "" || document.CountWords(s) > maxNameWords || strings.ContainsAny(s, "!?;") || strings.HasSuffix(s, ":") {
		return false
	}
	if sure {
		return true
	}
	if !startsName(s) || endsSentence(s) && !strings.HasSuffix(s, "Jr.") || strings.ContainsFunc(s, unicode.IsDigit) {
		return false
	}
	for word := range strings.FieldsSeq(s) {
		if !startsName(word) && !nameParts[word] {
			return false
		}
	}
	return true
}
