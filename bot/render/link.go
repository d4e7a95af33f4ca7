package render

import (
	"net/url"
	"regexp"
	"strings"
)

// maxURL is the longest link that is drawn, in bytes: Discord allows as much for a button.
const maxURL = 512

// plainHost is what a link's host and port may look like: a name in ASCII (an international one in its xn-- form) or an
// address. Anything else could show one thing and mean another.
var plainHost = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?$`)

// safeURL returns a link that means the same as s and is safe wherever it stands in Markdown or on a terminal: http or
// https, without a user's name, and with every byte of the path and behind it percent-encoded that could end the link or
// begin something else. It returns "" for what is no such link.
func safeURL(s string) string {
	if len(s) > maxURL {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !plainHost.MatchString(u.Host) {
		return ""
	}
	site := u.Scheme + "://" + u.Host
	rest, ok := strings.CutPrefix(u.String(), site)
	if !ok {
		return ""
	}
	var b strings.Builder
	b.WriteString(site)
	for i := 0; i < len(rest); i++ {
		if c := rest[i]; inURL(c) {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + string(upperHex[c>>4]) + string(upperHex[c&15]))
		}
	}
	if b.Len() > maxURL {
		return ""
	}
	return b.String()
}

const upperHex = "0123456789ABCDEF"

// inURL reports whether a byte stays as it is: letters, digits, and signs that mean something in a URL and nothing in
// Markdown.
func inURL(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~:/?#!$&+,;=%", c) >= 0
}

// A linking says how places are drawn that can be opened.
type linking uint8

const (
	unlinked  linking = iota // the place alone
	inEmbed                  // as links; in an embed none unfurls
	inContent                // as links in angle brackets, which keep a message from unfurling them
)

// link draws label, which is Markdown without brackets, as a link to a safe URL.
func (l linking) link(label, to string) string {
	switch {
	case l == unlinked || to == "":
		return label
	case l == inContent:
		return "[" + label + "](<" + to + ">)"
	}
	return "[" + label + "](" + to + ")"
}
