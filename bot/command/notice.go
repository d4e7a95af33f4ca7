package command

import (
	"docent/bot/locale"
	"docent/retrieval"
)

// notice is what is amiss with the library, in words; "" when nothing is.
func (c *Commands) notice(n retrieval.Notice) string {
	if n.Kind == "" {
		return ""
	}
	return c.words.Text("notice."+string(n.Kind), locale.Args{"done": n.Done, "total": n.Total, "count": n.Files})
}

// failure is why a file could not be read, in words.
func (c *Commands) failure(f retrieval.Failure) string {
	return c.words.Text("failure."+string(f.Kind), locale.Args{"detail": f.Detail, "limit": retrieval.MaxMegabytes})
}
