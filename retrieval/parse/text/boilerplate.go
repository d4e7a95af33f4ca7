package text

import (
	"regexp"
	"strings"
	"unicode"

	"docent/retrieval/document"
)

// looksLikeArticle reports whether the text is an article saved from a web page: a title, and a masthead that gives a
// reading time, when it was published or updated, or who wrote or reviewed it. Nothing else has boilerplate.
func (p *parser) looksLikeArticle() bool {
	if p.doc.Title == "" {
		return false
	}
	for _, f := range p.doc.Fields {
		switch f.Name {
		case document.FieldReadingTime, document.FieldAuthor, document.FieldReviewer:
			return true
		case document.FieldUpdated, document.FieldPublished:
			if f.Label != (document.Span{}) && f.Label.End-f.Label.Start > len("date") {
				return true
			}
		}
	}
	return false
}

// Prose is a run of at least so many words that ends as a sentence does, or of more than that.
const (
	proseWords     = 9
	longProseWords = 30
)

// markBoilerplate marks what belongs to the page: buttons before the first and after the last prose, links to other
// articles after the last, and an image's number and note wherever they stand.
func (p *parser) markBoilerplate() {
	first, last, second := p.prose()
	for i := range p.lines {
		if p.lines[i].role == body {
			p.lines[i].role = p.boilerplateRole(i, first, last, second)
		}
	}
	p.markLinks(last)
}

// boilerplateRole is the role of a line of the body, given the first line of the first prose and of the second, and the
// last line of the last.
func (p *parser) boilerplateRole(i, first, last, second int) role {
	s := p.text(i)
	if len(s) > maxMetaBytes {
		return body
	}
	alone := p.standsAlone(i)
	switch {
	case alone && imageMade.MatchString(s) && document.CountWords(s) <= maxMetaWords:
		return imageNote
	case alone && imageCredit.MatchString(s) && document.CountWords(s) <= maxMetaWords:
		return caption
	case alone && pictureNumber.MatchString(s) && (i < second || p.besideImage(i)):
		return imageNumber
	case alone && strings.EqualFold(s, "advertisement"), (i < first || i > last) && isButton(s):
		return pageButton
	}
	return body
}

var (
	// imageMade matches the note that an image is a machine's.
	imageMade = regexp.MustCompile(`(?i)^[*(\[_]*(?:this |the |representative |featured )?(?:image|photo|picture|illustration|visual)s?\b.*\b(?:generated|created|made|produced)\b.*\b(?:AI|artificial intelligence)\b`)
	// imageCredit matches a line that says where a picture is from.
	imageCredit = regexp.MustCompile(`(?i)^[*(\[_]*(?:photo|image|picture|photograph|illustration|foto|bild|fotografía)(?: (?:credit|source|courtesy|by|von|de))?s?:? ?(?:by|:|/|©)`)
	// pictureNumber matches the number a site gives an image. Years and house numbers are shorter.
	pictureNumber = regexp.MustCompile(`^\d{6,14}$`)
)

// besideImage reports whether the line before or after line i is about an image.
func (p *parser) besideImage(i int) bool {
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(p.lines) && (imageMade.MatchString(p.clip(j)) || imageCredit.MatchString(p.clip(j))) {
			return true
		}
	}
	return false
}

// clip is the beginning of line i, as much as patterns need to see.
func (p *parser) clip(i int) string {
	s := p.text(i)
	return s[:min(len(s), maxMetaBytes)]
}

// prose finds the lines where the text itself stands: the first line of the first run of prose, the last line of the
// last, and the first line of the second, len(p.lines) where there is none.
func (p *parser) prose() (first, last, second int) {
	first, last, second = len(p.lines), -1, len(p.lines)
	for i := 0; i < len(p.lines); {
		j, words := i, 0
		for ; j < len(p.lines) && (j == i || !p.lines[j].apart); j++ {
			if p.lines[j].role == body {
				words += document.CountWords(p.text(j))
			}
		}
		if words >= longProseWords || words >= proseWords && endsSentence(p.text(j-1)) {
			switch {
			case last < 0:
				first = i
			case second == len(p.lines):
				second = i
			}
			last = j - 1
		}
		i = j
	}
	return first, last, second
}

// markLinks marks a heading like "More stories" after the last prose, and the short lines below it that aren't
// sentences.
func (p *parser) markLinks(last int) {
	inLinks := false
	for i := last + 1; i < len(p.lines); i++ {
		if p.lines[i].role != body {
			continue
		}
		s := p.text(i)
		inLinks = inLinks || linksHeadings[strings.ToLower(strings.TrimRight(s, ":： "))]
		if inLinks && (endsSentence(s) || document.CountWords(s) > maxTitleWords) {
			return
		}
		if inLinks {
			p.lines[i].role = otherArticles
		}
	}
}

// buttons are the words on the buttons of a page, each a whole line with or without a count.
var buttons = setOf("like", "likes", "dislike", "dislikes", "share", "shares", "tweet", "retweet", "save", "saved", "bookmark", "print", "copy link",
	"comment", "comments", "reply", "follow", "follow us", "subscribe", "subscribe now", "sign in", "log in", "sign up", "listen", "listen to this article",
	"back to top", "load more", "show more", "view comments", "leave a comment", "post a comment", "add a comment", "share this article", "share this",
	"share on facebook", "share on twitter", "share on x", "share on linkedin", "share on whatsapp", "next article", "previous article",
	"advertisement", "skip to content", "skip to main content", "teilen", "drucken", "kommentare", "partager", "imprimer", "compartir", "imprimir")

// linksHeadings are the headings of what a page offers to read next.
var linksHeadings = setOf("explore other articles", "explore more", "related", "related articles", "related stories", "related news", "related posts",
	"related topics", "more stories", "more news", "more articles", "you may also like", "you might also like", "read next", "up next",
	"recommended", "recommended for you", "recommended stories", "trending", "trending now", "most read", "most popular", "popular posts", "latest news",
	"latest stories", "latest articles", "other articles", "also read", "mehr zum thema", "weitere artikel", "à lire aussi", "te puede interesar")

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// isButton reports whether s is a button's words, its count before or after them.
func isButton(s string) bool {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsDigit(r) || unicode.IsSpace(r) || strings.ContainsRune("()[].,+", r)
	})
	return buttons[strings.ToLower(s)]
}
