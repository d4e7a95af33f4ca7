package render

import "strings"

// rowOf is a row of two parts, of which the first is bold.
func rowOf(strong, rest string) row {
	var r row
	r.join(row{text: strong}, true)
	r.join(row{text: rest}, false)
	return r
}

// join adds another part to a row that is told of parts: behind the sign that parts them, or behind a space where the
// row ends with a colon. An empty part changes nothing.
func (r *row) join(part row, bold bool) {
	if part.text == "" {
		return
	}
	if bold {
		part.bold = [][2]int{{0, len(part.text)}}
	}
	if part.apart == nil {
		part.apart = [][2]int{{0, len(part.text)}}
	}
	sep := separator
	if strings.HasSuffix(r.text, ":") {
		sep = " "
	}
	r.add(sep, part)
}

// add adds the text of another row, with its ranges, behind sep where there is text already.
func (r *row) add(sep string, part row) {
	if r.text != "" {
		r.text += sep
	}
	for _, b := range part.bold {
		r.bold = append(r.bold, [2]int{b[0] + len(r.text), b[1] + len(r.text)})
	}
	for _, a := range part.apart {
		r.apart = append(r.apart, [2]int{a[0] + len(r.text), a[1] + len(r.text)})
	}
	r.text += part.text
}
