package discordtest

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func FuzzReadRequest(f *testing.F) {
	const boundary = "multipart/form-data; boundary=b"
	f.Add("application/json", `{"content":"x"}`)
	f.Add(boundary, "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{}\r\n--b--\r\n")
	f.Add(boundary, "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a\"\r\n\r\nx")
	f.Add("text/plain", "x")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		r := httptest.NewRequest("POST", "/api/v9/channels/1/messages", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		req, err := readRequest(r, time.Time{})
		if err != nil {
			return
		}
		if !req.Is("POST /channels/{channel}/messages") || string(req.Body) != body {
			t.Errorf("read %v", req)
		}
		if body != "" && req.JSON == nil && len(req.Files) == 0 && contentType == "application/json" {
			t.Error("a JSON body without JSON")
		}
	})
}
