package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A Validator checks REST requests against an OpenAPI 3.1 document. It is safe for concurrent use.
//
// The schemas of OpenAPI 3.1 are JSON Schema 2020-12, so they are compiled where they stand in the document, by JSON
// pointer, each when it is first needed.
type Validator struct {
	routes []specRoute

	mu       sync.Mutex // jsonschema.Compiler is not safe for concurrent use
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema // by JSON pointer
}

// A Fault is one thing that is wrong with a request.
type Fault struct {
	Where string // a JSON pointer into the body, or "path id", "query limit", "body"
	What  string
}

// Error is the fault in one line.
func (f Fault) Error() string { return f.Where + ": " + f.What }

// documentURL is the name under which the compiler knows the document. Nothing is fetched from it.
const documentURL = "https://openapi.invalid/openapi.json"

// NewValidator reads the OpenAPI document at specPath.
func NewValidator(specPath string) (*Validator, error) {
	raw, err := os.ReadFile(specPath)
	if err != nil {
		return nil, fmt.Errorf("reading the OpenAPI document: %w", err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("parsing the OpenAPI document %s: %w", specPath, err)
	}
	doc, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("parsing the OpenAPI document %s: not an object", specPath)
	}
	correct(doc)
	closeObjects(doc)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource(documentURL, doc); err != nil {
		return nil, fmt.Errorf("parsing the OpenAPI document %s: %w", specPath, err)
	}
	routes, err := routesOf(doc)
	if err != nil {
		return nil, fmt.Errorf("parsing the OpenAPI document %s: %w", specPath, err)
	}
	return &Validator{routes: routes, compiler: compiler, compiled: map[string]*jsonschema.Schema{}}, nil
}

// Check returns what is wrong with a request, nothing if all is well. The path includes the query, and may begin with
// "/api/v10". A key that the document doesn't know is a fault, unless its value is null or false: discordgo writes
// those for fields that nobody set.
func (v *Validator) Check(method, path string, header http.Header, body []byte) []error {
	u, err := url.Parse(strings.TrimPrefix(path, apiPrefix))
	if err != nil {
		return []error{Fault{"path", err.Error()}}
	}
	op, values, known := matchRoute(v.routes, method, u)
	if op == nil {
		return []error{Fault{"path", unknownRoute(method, u.Path, known)}}
	}
	faults := v.checkPath(op, values)
	faults = append(faults, v.checkQuery(op, u.RawQuery)...)
	faults = append(faults, v.checkBody(op, header, body)...)
	return asErrors(faults)
}

func unknownRoute(method, path string, pathKnown bool) string {
	if pathKnown {
		return fmt.Sprintf("the document has no %s for %s", method, path)
	}
	return "the document has no " + path
}

func (v *Validator) checkPath(op *specOperation, values map[string]string) []Fault {
	var faults []Fault
	for _, p := range op.params {
		if p.in != "path" {
			continue
		}
		if what := v.checkParam(p, []string{values[p.name]}); what != "" {
			faults = append(faults, Fault{"path " + p.name, what})
		}
	}
	return faults
}

func (v *Validator) checkQuery(op *specOperation, raw string) []Fault {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return []Fault{{"query", err.Error()}}
	}
	var faults []Fault
	for _, p := range op.params {
		if p.in != "query" {
			continue
		}
		got, ok := query[p.name]
		delete(query, p.name)
		switch {
		case !ok && p.required:
			faults = append(faults, Fault{"query " + p.name, "missing"})
		case ok:
			if what := v.checkParam(p, got); what != "" {
				faults = append(faults, Fault{"query " + p.name, what})
			}
		}
	}
	for name := range query {
		faults = append(faults, Fault{"query " + name, "the document has no such parameter"})
	}
	return faults
}

// checkParam says what is wrong with a parameter, or nothing. A parameter has no type of its own on the wire, so it is
// right when any reading of it fits its schema.
func (v *Validator) checkParam(p specParam, got []string) string {
	schema, err := v.schema(p.schema)
	if err != nil {
		return err.Error()
	}
	var first error
	for _, reading := range readings(got) {
		err := schema.Validate(reading)
		if err == nil {
			return ""
		}
		if first == nil {
			first = err
		}
	}
	return fmt.Sprintf("%q: %s", strings.Join(got, "&"), flatten(first, nil)[0].What)
}

// readings are the JSON values that the values of one parameter may stand for.
func readings(got []string) []any {
	list := make([]any, len(got))
	for i, s := range got {
		list[i] = s
	}
	if len(got) != 1 {
		return []any{list}
	}
	all := []any{got[0]}
	switch s := got[0]; {
	case s == "true", s == "false":
		all = append(all, s == "true")
	case json.Valid([]byte(s)) && strings.Trim(s, "-0123456789") == "":
		all = append(all, json.Number(s))
	}
	return append(all, any(list))
}

func (v *Validator) checkBody(op *specOperation, header http.Header, body []byte) []Fault {
	if len(body) == 0 {
		if op.bodyRequired {
			return []Fault{{"body", "missing"}}
		}
		return nil
	}
	if !op.hasBody {
		return []Fault{{"body", "the document has none here"}}
	}
	p, err := parseBody(header, body)
	if err != nil {
		return []Fault{{"body", err.Error()}}
	}
	if p.multipart && !op.multipart {
		return []Fault{{"body", "the document has no multipart/form-data here"}}
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(p.json))
	if err != nil {
		return []Fault{{"body", "not JSON: " + err.Error()}}
	}
	schema, err := v.schema(op.bodySchema)
	if err != nil {
		return []Fault{{"body", err.Error()}}
	}
	return flatten(schema.Validate(value), value)
}

// schema compiles the schema at a JSON pointer of the document, once.
func (v *Validator) schema(pointer string) (*jsonschema.Schema, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if s, ok := v.compiled[pointer]; ok {
		return s, nil
	}
	s, err := v.compiler.Compile(documentURL + "#" + (&url.URL{Path: pointer}).EscapedPath())
	if err != nil {
		return nil, fmt.Errorf("the document's schema at %s: %w", pointer, err)
	}
	v.compiled[pointer] = s
	return s, nil
}

func asErrors(faults []Fault) []error {
	var errs []error
	for _, f := range faults {
		errs = append(errs, f)
	}
	return errs
}
