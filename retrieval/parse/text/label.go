package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// A label is the words with which a text names a piece of metadata.
type label struct {
	name   document.FieldName
	length int  // bytes, without colon
	date   bool // its value is a date
	colon  bool // a colon follows
	sure   bool // the words say more than "by", so that any name is believed
}

// A labelKind is one field with all its labels: those that need no colon, and those that are words of common use and do.
type labelKind struct {
	name       document.FieldName
	date       bool
	bare       []string
	beforeSign []string
}

var labelKinds = []labelKind{
	{document.FieldUpdated, true, []string{"last updated on", "last updated at", "last updated", "last update", "updated on", "updated at", "updated",
		"last modified on", "last modified", "last revised", "last edited", "modified on", "revised on",
		"zuletzt aktualisiert am", "zuletzt aktualisiert", "aktualisiert am", "aktualisiert",
		"mis à jour le", "mise à jour le", "dernière mise à jour", "actualizado el", "última actualización", "actualizado",
		"更新日", "更新于", "更新时间", "最終更新"}, []string{"modified", "revised", "stand", "更新"}},
	{document.FieldPublished, true, []string{"first published on", "first published", "published on", "published at", "published", "publication date",
		"posted on", "posted", "veröffentlicht am", "veröffentlicht", "publié le", "publicado el", "publicado",
		"发布于", "发布时间", "公開日", "掲載日"}, []string{"date", "datum", "fecha", "data", "日期", "日付"}},
	{document.FieldReviewer, false, []string{"medically reviewed by", "reviewed by", "fact-checked by", "fact checked by",
		"geprüft von", "revisado por", "relu par"}, []string{"reviewer"}},
	{document.FieldPublisher, false, []string{"published by", "herausgegeben von", "publicado por"}, []string{"publisher"}},
	{document.FieldAuthor, false, []string{"written by", "posted by", "words by", "story by", "reported by", "geschrieben von", "escrito por", "écrit par",
		"by", "von", "par", "por"}, []string{"author", "authors", "autor", "autorin", "auteur", "autore", "著者", "作者"}},
	{document.FieldTitle, false, nil, []string{"title", "titel", "titre", "título", "titolo"}},
}

// cutLabel finds the longest label that s begins with, and where its value begins: at len(s) when there is none.
func cutLabel(s string) (l label, rest int, ok bool) {
	if len(s) > maxMetaBytes {
		return label{}, 0, false
	}
	for _, kind := range labelKinds {
		for i, all := range [][]string{kind.bare, kind.beforeSign} {
			for _, words := range all {
				if len(words) <= l.length {
					continue
				}
				if longer, at, found := kind.cut(s, words, i == 1); found {
					l, rest, ok = longer, at, true
				}
			}
		}
	}
	return l, rest, ok
}

// cut reads words as a label at the beginning of s, with a colon after them if it must.
func (k labelKind) cut(s, words string, needsColon bool) (label, int, bool) {
	if !hasPrefixFold(s, words) {
		return label{}, 0, false
	}
	after := strings.TrimLeftFunc(s[len(words):], unicode.IsSpace)
	gap := len(after) < len(s)-len(words)
	l := label{name: k.name, length: len(words), date: k.date, sure: strings.ContainsAny(words, " ") || !isASCII(words)}
	for _, colon := range []string{":", "："} {
		if value, found := strings.CutPrefix(after, colon); found {
			l.colon, gap, after = true, true, strings.TrimLeftFunc(value, unicode.IsSpace)
			break
		}
	}
	if needsColon && !l.colon || after != "" && !gap && isASCII(words) {
		return label{}, 0, false
	}
	return l, len(s) - len(after), true
}

// hasPrefixFold reports whether s begins with prefix, in any case. Case must not change a letter's length, so that
// offsets hold.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// readingTimes match the forms of "2 min read".
var readingTimes = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:\d{1,3}(?:\s?[-–]\s?\d{1,3})?[\s\x{a0}-]?min(?:ute)?s?\.?(?: of)?[\s-]read(?:ing)?(?: time)?)$`),
	regexp.MustCompile(`(?i)^(?:(?:estimated )?read(?:ing)? ?time|lesezeit|temps de lecture|tiempo de lectura)\s?:?\s?(?:ca\. |~ ?)?\d{1,3} ?min(?:ute|uto)?[ns]?\.?$`),
	regexp.MustCompile(`(?i)^\d{1,3} ?min(?:ute|uto)?[ns]?\.? (?:lesezeit|lesedauer|de lecture|de lectura|di lettura|de leitura)$`),
	regexp.MustCompile(`^(?:阅读时间|読了時間)?[:：]?\s?约?\d{1,3}\s?分(?:钟|鐘)?(?:阅读|で読めます)?$`),
}

// isReadingTime reports whether s is a reading time and nothing else.
func isReadingTime(s string) bool {
	return len(s) <= 60 && slices.ContainsFunc(readingTimes, func(re *regexp.Regexp) bool { return re.MatchString(s) })
}
