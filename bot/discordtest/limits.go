package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
)

// CheckLimits returns what is wrong with a request beyond its shape: Discord's documented limits, and the rules of
// this house. It needs no document. The path is as in Validator.Check.
//
// The house's rules: every message says allowed_mentions with an empty parse list and nobody named beside it, and no
// message is empty.
func CheckLimits(method, path string, header http.Header, body []byte) []error {
	c := &checker{}
	u, err := url.Parse(strings.TrimPrefix(path, apiPrefix))
	if err != nil {
		return []error{Fault{"path", err.Error()}}
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	c.pathIDs(segments)
	if check := checkFor(method, segments); check != nil {
		c.body(header, body, check)
	}
	return asErrors(c.faults)
}

// A bodyCheck looks at the JSON of a body.
type bodyCheck func(c *checker, body []byte) error

// checkFor is what to do with the body of a request, nil for nothing.
func checkFor(method string, segments []string) bodyCheck {
	route := shape(segments)
	switch method + " " + route {
	case "POST channels/*/messages", "POST webhooks/*/*":
		return (*checker).createBody
	case "PATCH channels/*/messages/*", "PATCH webhooks/*/*/messages/*":
		return (*checker).editBody
	case "POST interactions/*/*/callback":
		return (*checker).callbackBody
	case "PUT applications/*/commands", "PUT applications/*/guilds/*/commands":
		return (*checker).commandsBody
	case "POST applications/*/commands", "POST applications/*/guilds/*/commands",
		"PATCH applications/*/commands/*", "PATCH applications/*/guilds/*/commands/*":
		return (*checker).commandBody
	}
	return nil
}

// shape is a path with what isn't a resource's name replaced by a star.
func shape(segments []string) string {
	out := make([]string, len(segments))
	for i, s := range segments {
		out[i] = "*"
		switch s {
		case "channels", "messages", "webhooks", "interactions", "callback", "applications", "guilds", "commands":
			out[i] = s
		}
	}
	return strings.Join(out, "/")
}

// A checker collects faults.
type checker struct {
	faults []Fault
	files  []sentFile
}

func (c *checker) fault(where, format string, args ...any) {
	if where == "" {
		where = "body"
	}
	c.faults = append(c.faults, Fault{where, fmt.Sprintf(format, args...)})
}

// length holds a text to a maximum, counted as Discord's clients count at most (see units).
func (c *checker) length(where, text string, maximum int) {
	if n := units(text); n > maximum {
		c.fault(where, "%d characters, the limit is %d", n, maximum)
	}
}

// needed is length for a text that must not be blank either.
func (c *checker) needed(where, text string, maximum int) {
	if strings.TrimSpace(text) == "" {
		c.fault(where, "is blank")
	}
	c.length(where, text, maximum)
}

func (c *checker) count(where string, n, maximum int, what string) {
	if n > maximum {
		c.fault(where, "%d %s, the limit is %d", n, what, maximum)
	}
}

// id holds a snowflake to digits.
func (c *checker) id(where, id string) {
	if !snowflake.MatchString(id) {
		c.fault(where, "%q is not a snowflake", id)
	}
}

// A snowflake is an unsigned 64-bit number in decimal.
// https://docs.discord.com/developers/reference#snowflakes
var snowflake = regexp.MustCompile(`^[0-9]{1,20}$`)

// units is the length of a text in UTF-16 code units. Discord's API counts code points (a member of its staff, in
// discord-api-docs issue 1315: "Our API uses Python 3, so the API calculates length based on the number of codepoints"),
// its clients count code units. A text has at least as many units as points, so units are the safe measure.
func units(text string) int {
	return len(utf16.Encode([]rune(text)))
}

// pathIDs holds what stands behind a resource's name in the path to snowflakes, but for the words that Discord has there.
func (c *checker) pathIDs(segments []string) {
	words := map[string]bool{"@me": true, "@original": true, "search": true, "pins": true, "bulk-delete": true, "permissions": true}
	for i := 1; i < len(segments); i++ {
		switch segments[i-1] {
		case "channels", "guilds", "messages", "webhooks", "interactions", "applications", "users", "members", "roles", "commands":
			if !words[segments[i]] {
				c.id("path "+segments[i-1], segments[i])
			}
		}
	}
}

func (c *checker) body(header http.Header, body []byte, check bodyCheck) {
	p, err := parseBody(header, body)
	if err != nil {
		c.fault("", "%v", err)
		return
	}
	c.files = p.files
	c.uploads()
	if err := check(c, p.json); err != nil {
		c.fault("", "%v", err)
	}
}

func (c *checker) uploads() {
	c.count("", len(c.files), maxAttachments, "files")
	for _, f := range c.files {
		if !uploadField.MatchString(f.field) {
			c.fault("part "+f.field, "files are named files[0], files[1], ...")
		}
		if f.name == "" {
			c.fault("part "+f.field, "has no file name")
		}
		c.count("part "+f.field, f.size, maxUpload, "bytes")
	}
}

var uploadField = regexp.MustCompile(`^files\[[0-9]+\]$`)

// decodeBody reads the parts of a JSON value that the limits are about; keys that they aren't about are passed over.
func decodeBody[T any](body []byte) (T, error) {
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("not the JSON it should be: %w", err)
	}
	return v, nil
}
