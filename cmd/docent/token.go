package main

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// parseToken takes the bot token over. A token is three parts divided by dots, of letters, digits, - and _; what people
// paste in its place is the public key, the client secret, or the token with something around it.
func parseToken(c *config, v string) bool {
	c.Token = v
	return strings.Count(v, ".") == 2 && strings.IndexFunc(v, notInToken) < 0
}

func notInToken(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
}

// tokenFault says what is wrong with a token without showing any of it.
func tokenFault(v string) string {
	switch {
	case len(v) >= 4 && strings.EqualFold(v[:4], "bot "):
		return `it begins with "Bot ", which Docent adds itself`
	case strings.ContainsAny(v, `"'`):
		return "it has quotes in it"
	case strings.ContainsAny(v, " \t\r\n"):
		return "it has white space in it"
	case strings.IndexFunc(v, notInToken) >= 0:
		return "it has characters in it that no token has"
	}
	return fmt.Sprintf("three parts divided by dots make a token, and this has %d (the public key and the client secret are other things)", strings.Count(v, ".")+1)
}

// appIDOfToken reads the application's id out of a token, whose first part is the bot's user id in base64; the two ids
// are the same for every application made since 2016. It is "" when the part says something else.
func appIDOfToken(token string) string {
	first, _, _ := strings.Cut(token, ".")
	id, err := base64.RawStdEncoding.DecodeString(first)
	if err != nil || !isID(string(id)) {
		return ""
	}
	return string(id)
}
