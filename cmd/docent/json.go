package main

import (
	"encoding/json"
	"io"
)

// printJSON writes v, indented, with < > & as they are: it is read by programs and people, not by a browser.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
