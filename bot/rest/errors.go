package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

var (
	// ErrUnauthorized says that Discord doesn't accept the bot's token. Nothing is sent any more once it was seen.
	ErrUnauthorized = errors.New("the bot's token isn't accepted by Discord: copy it anew from the Developer Portal, page Bot")
	// ErrTooManyInvalid says that requests are paused, because Discord would ban this address.
	ErrTooManyInvalid = errors.New("requests to Discord are paused: it refused too many of them")
)

// Codes that Discord gives in the JSON of an error.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const (
	CodeUnknownChannel      = 10003
	CodeUnknownMessage      = 10008
	CodeUnknownWebhook      = 10015 // also: the interaction's token has expired
	CodeUnknownInteraction  = 10062 // three seconds have passed, or it isn't ours
	CodeAlreadyAcknowledged = 40060
	CodeMissingAccess       = 50001
	CodeMissingPermissions  = 50013
	CodeInvalidWebhookToken = 50027
	CodeInvalidForm         = 50035
)

// An Error is a request that failed. Its text holds no token.
type Error struct {
	Method     string
	Route      string        // the path, interaction tokens replaced by "{token}"
	Status     int           // of Discord's answer; 0 if there was none
	Code       int           // of the JSON in it; 0 if there was none
	Message    string        // Discord's words; may be empty
	RetryAfter time.Duration // of a 429, or of one before
	Unknown    bool          // nobody knows whether Discord has carried the request out
	Err        error         // what went wrong when there was no answer; ErrUnauthorized for a refused token
}

// Error is one line for a log.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "discord: %s %s: ", e.Method, e.Route)
	switch {
	case e.Err != nil:
		b.WriteString(e.Err.Error())
	default:
		fmt.Fprintf(&b, "HTTP %d", e.Status)
		if e.Message != "" {
			b.WriteString(": " + e.Message)
		}
		if e.Code != 0 {
			fmt.Fprintf(&b, " (code %d)", e.Code)
		}
		if e.RetryAfter > 0 {
			fmt.Fprintf(&b, ", retry after %v", e.RetryAfter)
		}
	}
	if e.Unknown {
		b.WriteString(" (it may have been carried out)")
	}
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Code is the code in Discord's JSON, 0 if err has none.
func Code(err error) int { return asError(err).Code }

// Forbidden reports whether the bot lacks a permission for what it tried.
func Forbidden(err error) bool { return asError(err).Status == http.StatusForbidden }

// NotFound reports whether what was asked for isn't there, or isn't there for the bot.
func NotFound(err error) bool { return asError(err).Status == http.StatusNotFound }

// Unknown reports whether a request that failed may have been carried out all the same.
func Unknown(err error) bool { return asError(err).Unknown }

// RetryAfter reports whether a request that failed may succeed later, and how long Discord wants to be left alone before.
func RetryAfter(err error) (wait time.Duration, ok bool) {
	e := asError(err)
	switch {
	case errors.Is(e.Err, context.Canceled), errors.Is(e.Err, ErrUnauthorized):
		return 0, false
	case e.Status == 0 && e.Err != nil, e.Status == http.StatusTooManyRequests, e.Status >= http.StatusInternalServerError:
		return e.RetryAfter, true
	}
	return 0, false
}

// asError is the Error in err, a zero one if there is none.
func asError(err error) Error {
	if e := (*Error)(nil); errors.As(err, &e) {
		return *e
	}
	return Error{}
}

// newError makes an Error of what a request came to.
func newError(r route, got *answer, err error) *Error {
	e := &Error{Method: r.method, Route: r.name}
	if err != nil {
		waiting := (*waitError)(nil)
		e.Err, e.Unknown = withoutURL(err), !neverSent(err)
		if errors.As(err, &waiting) {
			e.Err, e.Unknown, e.RetryAfter = waiting.err, waiting.doubt, waiting.wait
		}
		return e
	}
	e.Status = got.status
	e.Code, e.Message = got.message()
	e.Unknown = e.Status >= http.StatusInternalServerError
	e.RetryAfter = got.limit().retryAfter
	if refusal(r, e.Status) {
		e.Err = ErrUnauthorized
	}
	return e
}

// refusal reports whether a status says that the bot's token isn't accepted. Some that aren't even in the form of a token
// get a 400, which can be told from others where the token is all that was said. Interactions have tokens of their own.
func refusal(r route, status int) bool {
	return status == http.StatusUnauthorized && !r.interaction || status == http.StatusBadRequest && r.name == "/users/@me"
}

// A waitError is a request that was not sent, or not again.
type waitError struct {
	err   error
	wait  time.Duration // how long to wait before it may be sent; 0 if that isn't known
	doubt bool          // an attempt before may have been carried out
}

func (e *waitError) Error() string { return e.err.Error() }

// maxDetail bounds what an error's text repeats of Discord's answer, in bytes.
const maxDetail = 500

// message reads Discord's error: its code, and its words with the details of what is wrong with a form.
func (a *answer) message() (code int, text string) {
	var said struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"`
	}
	if !a.fromAPI() {
		return 0, "not from Discord's API"
	}
	if json.Unmarshal(a.body, &said) != nil {
		return 0, ""
	}
	text = said.Message
	if len(said.Errors) > 0 {
		text += " " + string(said.Errors)
	}
	if len(text) > maxDetail {
		text = strings.ToValidUTF8(text[:maxDetail], "") + "…"
	}
	return said.Code, text
}

// withoutURL takes net/http's wrapping off an error: it names the whole URL, and an interaction's token is part of that.
func withoutURL(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	return err
}
