package discordtest

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func jsonHeader() http.Header { return http.Header{"Content-Type": {"application/json"}} }

// multipartBody is a body with payload_json, if that isn't empty, and with one file for each name.
func multipartBody(t testing.TB, payload string, names ...string) (http.Header, []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part := func(disposition, content string) {
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if payload != "" {
		part(`form-data; name="payload_json"`, payload)
	}
	for i, name := range names {
		part(fmt.Sprintf(`form-data; name="files[%d]"; filename=%q`, i, name), "content")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return http.Header{"Content-Type": {w.FormDataContentType()}}, b.Bytes()
}

// faultsMatch fails the test unless each of want is part of one fault and there are no more faults.
func faultsMatch(t *testing.T, got []error, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d faults %q, want %d: %q", len(got), got, len(want), want)
	}
	for _, w := range want {
		found := false
		for _, err := range got {
			found = found || strings.Contains(err.Error(), w)
		}
		if !found {
			t.Errorf("no fault says %q, got %q", w, got)
		}
	}
}

func smallValidator(t testing.TB) *Validator {
	t.Helper()
	v, err := NewValidator(filepath.Join("testdata", "small_openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestValidator(t *testing.T) {
	t.Parallel()
	v := smallValidator(t)
	tests := []struct {
		name, method, path, body string
		want                     []string
	}{
		{"right", "POST", "/rooms/1/notes", `{"text":"hi"}`, nil},
		{"right, with the API's prefix", "POST", "/api/v10/rooms/1/notes", `{"text":"hi"}`, nil},
		{"everything", "POST", "/rooms/1/notes", `{"text":"hi","at":"2026-01-14T07:00:00Z","link":"https://example.org/x",
			"parts":[{"type":1,"parts":[{"type":2,"label":"a"}]},{"type":2,"label":"b"}],"author":{"name":"n"},"labels":{"any":"thing"}}`, nil},
		{"unknown path", "POST", "/nowhere", `{}`, []string{"the document has no /nowhere"}},
		{"unknown version", "POST", "/api/v9/rooms/1/notes", `{"text":"hi"}`, []string{"the document has no /api/v9/"}},
		{"unknown method", "PUT", "/rooms/1/notes", `{}`, []string{"no PUT for /rooms/1/notes"}},
		{"path parameter", "POST", "/rooms/x/notes", `{"text":"hi"}`, []string{"path room_id: \"x\""}},
		{"an empty path parameter", "POST", "/rooms//notes", `{"text":"hi"}`, []string{"the document has no /rooms//notes"}},
		{"literal before parameter", "DELETE", "/rooms/1/notes/@latest", "", nil},
		{"unknown key", "POST", "/rooms/1/notes", `{"text":"hi","texts":"x"}`, []string{"/texts: unknown key"}},
		{"unknown key, null", "POST", "/rooms/1/notes", `{"text":"hi","texts":null}`, nil},
		{"unknown key, false", "POST", "/rooms/1/notes", `{"text":"hi","texts":false}`, nil},
		{"unknown keys below", "POST", "/rooms/1/notes", `{"text":"hi","author":{"name":"n","a/b":1,"c":2}}`, []string{"/author/a~1b: unknown key", "/author/c: unknown key"}},
		{"unknown key in a union", "POST", "/rooms/1/notes", `{"text":"hi","parts":[{"type":1,"parts":[{"type":2,"label":"a","x":1}]}]}`, []string{"/parts/0/parts/0/x: unknown key"}},
		{"unknown false in a union", "POST", "/rooms/1/notes", `{"text":"hi","parts":[{"type":1,"parts":[{"type":2,"label":"a","x":false}]}]}`, nil},
		{"wrong type", "POST", "/rooms/1/notes", `{"text":3}`, []string{"/text: got number, want string"}},
		{"too long", "POST", "/rooms/1/notes", `{"text":"12345678901"}`, []string{"/text: maxLength: got 11, want 10"}},
		{"too many", "POST", "/rooms/1/notes", `{"text":"x","parts":[{"type":1,"parts":[{"type":2,"label":"a"},{"type":2,"label":"a"},{"type":2,"label":"a"}]}]}`, []string{"/parts/0/parts: maxItems"}},
		{"missing", "POST", "/rooms/1/notes", `{}`, []string{"missing property 'text'"}},
		{"wrong variant", "POST", "/rooms/1/notes", `{"text":"x","parts":[{"type":3,"label":"a"}]}`, []string{"/parts/0/type: value must be 2"}},
		{"the variant that was meant", "POST", "/rooms/1/notes", `{"text":"x","parts":[{"type":2,"label":"too long"}]}`, []string{"/parts/0/label: maxLength"}},
		{"format", "POST", "/rooms/1/notes", `{"text":"x","at":"yesterday","link":"::"}`, []string{"/at: ", "/link: "}},
		{"two faults", "POST", "/rooms/1/notes", `{"text":1,"labels":{"a":2}}`, []string{"/text: ", "/labels/a: "}},
		{"not JSON", "POST", "/rooms/1/notes", `{"text":`, []string{"body: not JSON"}},
		{"no body", "POST", "/rooms/1/notes", "", []string{"body: missing"}},
		{"an optional body", "PATCH", "/rooms/1/notes/2", "", nil},
		{"a body where none belongs", "DELETE", "/rooms/1/notes/@latest", `{}`, []string{"body: the document has none"}},
		{"query", "GET", "/rooms/1/notes?after=5&limit=100&full=true", "", nil},
		{"query as a list", "GET", "/rooms/1/notes?after=5&tag=a&tag=b", "", nil},
		{"query as a list of one", "GET", "/rooms/1/notes?after=5&tag=a", "", nil},
		{"query, required", "GET", "/rooms/1/notes", "", []string{"query after: missing"}},
		{"query, unknown", "GET", "/rooms/1/notes?after=5&limits=1", "", []string{"query limits: the document has no such parameter"}},
		{"query, too much", "GET", "/rooms/1/notes?after=5&limit=101", "", []string{`query limit: "101"`}},
		{"query, no number", "GET", "/rooms/1/notes?after=5&limit=ten", "", []string{`query limit: "ten"`}},
		{"query, no boolean", "GET", "/rooms/1/notes?after=5&full=yes", "", []string{`query full: "yes"`}},
		{"query, list too long", "GET", "/rooms/1/notes?after=5&tag=a&tag=b&tag=c", "", []string{`query tag: "a&b&c"`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			if test.body != "" {
				header = jsonHeader()
			}
			faultsMatch(t, v.Check(test.method, test.path, header, []byte(test.body)), test.want...)
		})
	}
}

func TestValidatorMultipart(t *testing.T) {
	t.Parallel()
	v := smallValidator(t)
	check := func(method, path string, header http.Header, body []byte, want ...string) {
		t.Helper()
		faultsMatch(t, v.Check(method, path, header, body), want...)
	}
	header, body := multipartBody(t, `{"text":"hi"}`, "a.txt")
	check("POST", "/rooms/1/notes", header, body)
	check("PATCH", "/rooms/1/notes/2", header, body, "no multipart/form-data here")
	header, body = multipartBody(t, `{"text":"hi","x":1}`, "a.txt")
	check("POST", "/rooms/1/notes", header, body, "/x: unknown key")
	header, body = multipartBody(t, "", "a.txt")
	check("POST", "/rooms/1/notes", header, body, "multipart without payload_json")
	check("POST", "/rooms/1/notes", http.Header{"Content-Type": {"text/plain"}}, []byte("x"), "neither JSON nor multipart")
	check("POST", "/rooms/1/notes", http.Header{}, []byte("{}"), "Content-Type")
}

func TestValidatorConcurrently(t *testing.T) {
	t.Parallel()
	v := smallValidator(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if faults := v.Check("POST", "/rooms/1/notes", jsonHeader(), []byte(`{"text":"hi"}`)); len(faults) > 0 {
				t.Error(faults)
			}
		})
	}
	group.Wait()
}

func TestNewValidatorRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"no JSON": "{", "no object": "[]", "no paths": "{}", "a wrong path": `{"paths":{"/x":1}}`} {
		path := filepath.Join(t.TempDir(), "openapi.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := NewValidator(path); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := NewValidator(filepath.Join(t.TempDir(), "missing.json")); err == nil {
		t.Error("no file: no error")
	}
}

// discordValidator reads Discord's own document, or skips the test.
func discordValidator(t *testing.T) *Validator {
	t.Helper()
	path := os.Getenv("DOCENT_DISCORD_SPEC")
	if path == "" {
		t.Skip("DOCENT_DISCORD_SPEC isn't set: requests aren't checked against Discord's OpenAPI document")
	}
	v, err := NewValidator(path)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDiscordDocument(t *testing.T) {
	t.Parallel()
	v := discordValidator(t)
	const (
		send     = "/channels/1/messages"
		callback = "/interactions/1/token/callback"
		commands = "/applications/1/commands"
	)
	long := strings.Repeat("x", 5000)
	tests := []struct {
		name, method, path, body string
		want                     []string
	}{
		{"message", "POST", send, `{"content":"hi","nonce":"n","enforce_nonce":true,"allowed_mentions":{"parse":[]},
			"message_reference":{"message_id":"2","channel_id":"1","fail_if_not_exists":false},
			"embeds":[{"title":"t","url":"https://example.org","color":255,"timestamp":"2026-01-14T07:00:00Z","fields":[{"name":"n","value":"v","inline":true}]}],
			"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Share","custom_id":"s","disabled":false}]}]}`, nil},
		{"forward", "POST", send, `{"message_reference":{"type":1,"message_id":"2","channel_id":"3"}}`, nil},
		{"misspelt key", "POST", send, `{"content":"hi","allowed_mention":{}}`, []string{"/allowed_mention: unknown key"}},
		{"misspelt key below", "POST", send, `{"embeds":[{"titel":"t"}]}`, []string{"/embeds/0/titel: unknown key"}},
		{"wrong type", "POST", send, `{"content":1}`, []string{"/content: got number"}},
		{"too long", "POST", send, `{"content":"` + long + `"}`, []string{"/content: maxLength"}},
		{"bad snowflake", "POST", "/channels/general/messages", `{"content":"x"}`, []string{"path channel_id"}},
		{"reply to nothing", "POST", send, `{"message_reference":{}}`, []string{"missing property 'message_id'"}},
		{"long nonce", "POST", send, `{"nonce":"12345678901234567890123456"}`, []string{"/nonce"}},
		{"button without a style", "POST", send, `{"components":[{"type":1,"components":[{"type":2,"label":"x","custom_id":"x"}]}]}`, []string{"/components/0/components/0"}},
		{"answer", "POST", callback, `{"type":4,"data":{"tts":false,"content":"hi","flags":64,"embeds":null,"components":null}}`, nil},
		{"answer, misspelt", "POST", callback, `{"type":4,"data":{"contents":"hi"}}`, []string{"/data/contents: unknown key"}},
		{"deferral", "POST", callback, `{"type":5,"data":{"flags":64}}`, nil},
		{"update, tts false", "POST", callback, `{"type":7,"data":{"tts":false,"content":"x"}}`, nil},
		{"completion", "POST", callback, `{"type":8,"data":{"choices":[{"name":"a","value":"a"}]}}`, nil},
		{"modal", "POST", callback, `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":1,"components":[{"type":4,"custom_id":"q","label":"l","style":1}]}]}}`, nil},
		{"follow-up", "POST", "/webhooks/1/token?wait=true", `{"content":"x","components":null}`, nil},
		{"follow-up, wrong query", "POST", "/webhooks/1/token?waits=true", `{"content":"x"}`, []string{"query waits"}},
		{"edit", "PATCH", "/webhooks/1/token/messages/@original", `{"content":"x","embeds":[]}`, nil},
		{"commands", "PUT", commands, `[{"name":"ask","description":"d","default_member_permissions":"8","nsfw":false,"contexts":[0],"integration_types":[0],
			"options":[{"type":3,"name":"question","description":"d","required":true,"channel_types":null,"options":null,"autocomplete":false,"choices":null}]}]`, nil},
		{"commands, misspelt", "PUT", commands, `[{"name":"ask","desc":"d"}]`, []string{"/0/desc: unknown key"}},
		{"commands, required and autocomplete", "PUT", commands, `[{"name":"ask","description":"d","options":[{"type":3,"name":"q","description":"d","choices":[{"name":"a","value":1}]}]}]`, []string{"/0/options/0/choices/0/value"}},
		{"list of commands", "GET", commands + "?with_localizations=true", "", nil},
		{"gateway", "GET", "/gateway/bot", "", nil},
		{"no such route", "GET", "/channel/1", "", []string{"the document has no /channel/1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			if test.body != "" {
				header = jsonHeader()
			}
			faultsMatch(t, v.Check(test.method, test.path, header, []byte(test.body)), test.want...)
		})
	}
}

// Every body's schema in Discord's document compiles.
func TestDiscordDocumentCompiles(t *testing.T) {
	t.Parallel()
	v := discordValidator(t)
	bodies := 0
	for _, r := range v.routes {
		for method, op := range r.ops {
			schemas := []string{}
			if op.hasBody {
				bodies++
				schemas = append(schemas, op.bodySchema)
			}
			for _, p := range op.params {
				schemas = append(schemas, p.schema)
			}
			for _, s := range schemas {
				if _, err := v.schema(s); err != nil {
					t.Errorf("%s /%s: %v", method, strings.Join(r.segments, "/"), err)
				}
			}
		}
	}
	if bodies < 50 {
		t.Errorf("only %d operations have a body", bodies)
	}
}

// Whatever is sent, it is judged and nothing panics.
func FuzzValidator(f *testing.F) {
	v := smallValidator(f)
	f.Add("POST", "/rooms/1/notes", []byte(`{"text":"hi","parts":[{"type":1,"parts":[{"type":2}]},{"type":3}],"x":null}`))
	f.Add("GET", "/rooms/1/notes?after=5&limit=1e9&tag=a&tag=b", []byte(nil))
	f.Fuzz(func(_ *testing.T, method, path string, body []byte) {
		v.Check(method, path, jsonHeader(), body)
	})
}
