package corpus

import (
	"strconv"
	"strings"

	"docent/retrieval/document"
	"docent/retrieval/parse/charset"
)

// A Failure is a file that could not be read, and why.
type Failure struct {
	Path   string
	Kind   FailureKind
	Detail string // what the words of the kind leave open: a file's type, its size in MB, what the system says
}

// A FailureKind says why a file could not be read. Each has words in every language under its name.
type FailureKind string

const (
	notRegular   FailureKind = "not_regular"
	deadLink     FailureKind = "dead_link"
	outsideLink  FailureKind = "outside_link"
	unreadable   FailureKind = "unreadable"
	unknownType  FailureKind = "unknown_type"
	tooLarge     FailureKind = "too_large"
	grew         FailureKind = "grew"
	binaryFormat FailureKind = "binary_format" // binary_ and a charset.Sign
	binaryNUL    FailureKind = "binary_nul"
	binaryRate   FailureKind = "binary_controls"
	parserFailed FailureKind = "parser_failed"
	hiddenFolder FailureKind = "unlisted"
)

// MaxMegabytes is the size of the largest file that is read, in MB.
const MaxMegabytes = charset.MaxBytes >> 20

// reasons are the kinds in English.
var reasons = map[FailureKind]string{
	notRegular:   "not a regular file",
	deadLink:     "a link to nothing",
	outsideLink:  "a link that leaves the documents folder",
	unreadable:   "can't be read: {detail}",
	unknownType:  "files of type {detail} are not read",
	tooLarge:     "{detail} MB; at most {limit} MB of text are read",
	grew:         "can't be read: it grew beyond {limit} MB",
	binaryFormat: "not a text file: it begins as {detail} does",
	binaryNUL:    "not a text file: byte {detail} is NUL",
	binaryRate:   "not a text file: {detail} bytes are control characters",
	parserFailed: "the parser failed on it; the log says how",
	hiddenFolder: "this folder can't be listed",
}

// Reason is why the file could not be read, in English, for logs and programs.
func (f Failure) Reason() string {
	return strings.NewReplacer("{detail}", f.Detail, "{limit}", strconv.Itoa(MaxMegabytes)).Replace(reasons[f.Kind])
}

// MarshalJSON writes the path and the reason.
func (f Failure) MarshalJSON() ([]byte, error) {
	return document.Marshal(struct {
		Path   string `json:"path"`
		Reason string `json:"reason"`
	}{f.Path, f.Reason()})
}
