package rest

import "strings"

// A route is what a request is about, for limits and for logs.
type route struct {
	method string
	// name is the path without version and query, and without interaction tokens, which are secrets.
	name string
	// bucket tells requests apart that have rate limits of their own. Those go by method, path and "top-level
	// resource": a channel, a guild, or a webhook with its token.
	// https://docs.discord.com/developers/topics/rate-limits
	bucket string
	// interaction is set for the endpoints behind an interaction token. They need no bot token, and "are not bound to
	// the application's Global Rate Limit".
	// https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
	interaction bool
}

// newRoute is the route of a method and of the segments of a path behind the API's version.
func newRoute(method string, segments []string) route {
	named, bucket := make([]string, len(segments)), make([]string, len(segments))
	for i, s := range segments {
		named[i], bucket[i] = s, s
		switch {
		case i == 2 && isTokenOwner(segments[0]):
			named[i] = "{token}"
		case i != 1 && isSnowflake(s), i == 1 && isSnowflake(s) && !isTopLevel(segments[0]):
			bucket[i] = "*"
		}
	}
	return route{
		method:      method,
		name:        "/" + strings.Join(named, "/"),
		bucket:      method + " " + strings.Join(bucket, "/"),
		interaction: len(segments) > 2 && isTokenOwner(segments[0]),
	}
}

// isTokenOwner reports whether paths of this resource go on with an id and a token.
func isTokenOwner(resource string) bool {
	return resource == "interactions" || resource == "webhooks"
}

func isTopLevel(resource string) bool {
	return resource == "channels" || resource == "guilds" || isTokenOwner(resource)
}

func isSnowflake(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
