package command

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/bot/locale"
	"docent/bot/render"
)

// MaxQuestion is the longest question that is looked up, in runes. People's questions have under 200; a thousand leaves
// room for a pasted paragraph, and keeps the cost of one question, which grows with its words, far below a second.
const MaxQuestion = 1000

// readQuestion makes a question of what a person typed: control characters and invisible ones become spaces or vanish,
// the ends are trimmed. Where nothing is left to look for, or too much, it returns what to tell the person instead, and
// false.
func (c *Commands) readQuestion(typed string) (string, render.Reply, bool) {
	question := Clean(typed)
	switch {
	case question == "":
		return "", c.private("say.no_question"), false
	case !HasWords(question):
		return "", c.private("say.no_words"), false
	case utf8.RuneCountInString(question) > MaxQuestion:
		return "", c.private("say.too_long", locale.Args{"length": utf8.RuneCountInString(question), "limit": MaxQuestion}), false
	}
	return question, render.Reply{}, true
}

// private is a reply of one sentence, the text of a key, that only the asker need see.
func (c *Commands) private(key string, args ...locale.Args) render.Reply {
	return render.Private(c.words.Text(key, args...))
}

// Clean drops what can't be seen and folds white space to single spaces. Invalid UTF-8 becomes spaces: it can't match
// anything. The joiners are kept, since Persian, Indic scripts and emoji are spelt with them.
func Clean(s string) string {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case r == '\u200c', r == '\u200d':
			return r
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(mapped), " ")
}

// HasWords reports whether s has a letter or digit of any script: emoji and punctuation alone can't be looked up.
func HasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}
