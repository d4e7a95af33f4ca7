package discordtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

// A sentBody is the body of a request, taken apart.
type sentBody struct {
	json      []byte
	multipart bool
	files     []sentFile
}

// A sentFile is one file of a multipart body.
type sentFile struct {
	field, name string
	size        int // bytes
}

// parseBody reads a body that is JSON, or multipart with the JSON as "payload_json" and files beside it.
func parseBody(header http.Header, body []byte) (sentBody, error) {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return sentBody{}, fmt.Errorf("Content-Type %q: %w", header.Get("Content-Type"), err)
	}
	switch media {
	case "application/json":
		return sentBody{json: body}, nil
	case "multipart/form-data":
		return parseMultipart(body, params["boundary"])
	}
	return sentBody{}, fmt.Errorf("Content-Type %q is neither JSON nor multipart", media)
}

func parseMultipart(body []byte, boundary string) (sentBody, error) {
	p := sentBody{multipart: true}
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sentBody{}, fmt.Errorf("multipart: %w", err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return sentBody{}, fmt.Errorf("multipart: %w", err)
		}
		if part.FormName() == "payload_json" {
			p.json = content
			continue
		}
		p.files = append(p.files, sentFile{part.FormName(), part.FileName(), len(content)})
	}
	if p.json == nil {
		return sentBody{}, errors.New("multipart without payload_json")
	}
	return p, nil
}
