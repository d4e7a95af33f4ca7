package discordtest

import (
	"fmt"
	"net/url"
	"sort"
	"strings"
)

// apiPrefix is where Discord's API begins; the paths of its document go on from there.
const apiPrefix = "/api/v10"

// A specRoute is one path of the document.
type specRoute struct {
	segments []string // a parameter as "{name}"
	literals int
	ops      map[string]*specOperation // by method, upper case
}

// A specOperation is one method of a specRoute.
type specOperation struct {
	params       []specParam
	hasBody      bool
	bodyRequired bool
	bodySchema   string // JSON pointer of the schema of application/json
	multipart    bool   // it also takes multipart/form-data, with the same JSON as payload_json
}

// A specParam is a parameter of the path or the query.
type specParam struct {
	name, in string
	required bool
	schema   string // JSON pointer
}

// routesOf lists the document's routes, those with more literal segments first, so that ".../messages/@original" is
// found before ".../messages/{message_id}".
func routesOf(doc map[string]any) ([]specRoute, error) {
	paths, _ := doc["paths"].(map[string]any)
	if len(paths) == 0 {
		return nil, fmt.Errorf("it has no paths")
	}
	var routes []specRoute
	for path, item := range paths {
		item, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("path %s is not an object", path)
		}
		routes = append(routes, newRoute(path, item))
	}
	sort.Slice(routes, func(i, j int) bool {
		if routes[i].literals != routes[j].literals {
			return routes[i].literals > routes[j].literals
		}
		return strings.Join(routes[i].segments, "/") < strings.Join(routes[j].segments, "/")
	})
	return routes, nil
}

func newRoute(path string, item map[string]any) specRoute {
	r := specRoute{segments: strings.Split(strings.Trim(path, "/"), "/"), ops: map[string]*specOperation{}}
	for _, s := range r.segments {
		if !isParam(s) {
			r.literals++
		}
	}
	at := "/paths/" + escapePointer(path)
	shared := paramsAt(item, at)
	for method, op := range item {
		if op, ok := op.(map[string]any); ok {
			r.ops[strings.ToUpper(method)] = newOperation(op, at+"/"+method, shared)
		}
	}
	return r
}

func newOperation(op map[string]any, at string, shared []specParam) *specOperation {
	o := &specOperation{params: append(paramsAt(op, at), shared...)}
	body, ok := op["requestBody"].(map[string]any)
	if !ok {
		return o
	}
	o.hasBody = true
	o.bodyRequired, _ = body["required"].(bool)
	content, _ := body["content"].(map[string]any)
	media := "application/json"
	if _, o.multipart = content["multipart/form-data"]; o.multipart && content[media] == nil {
		media = "multipart/form-data"
	}
	o.bodySchema = at + "/requestBody/content/" + escapePointer(media) + "/schema"
	return o
}

func paramsAt(n map[string]any, at string) []specParam {
	list, _ := n["parameters"].([]any)
	var params []specParam
	for i, p := range list {
		p, ok := p.(map[string]any)
		if !ok {
			continue
		}
		name, _ := p["name"].(string)
		in, _ := p["in"].(string)
		required, _ := p["required"].(bool)
		params = append(params, specParam{name, in, required, fmt.Sprintf("%s/parameters/%d/schema", at, i)})
	}
	return params
}

// matchRoute finds the operation for a request, with the values of its path's parameters. When the path is known and the
// method isn't, the operation is nil and known is true.
func matchRoute(routes []specRoute, method string, u *url.URL) (op *specOperation, values map[string]string, known bool) {
	segments := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for _, r := range routes {
		values, ok := r.match(segments)
		if !ok {
			continue
		}
		known = true
		if op := r.ops[strings.ToUpper(method)]; op != nil {
			return op, values, true
		}
	}
	return nil, nil, known
}

func (r specRoute) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(r.segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, want := range r.segments {
		got, err := url.PathUnescape(segments[i])
		switch {
		case err != nil || got == "":
			return nil, false
		case isParam(want):
			values[strings.Trim(want, "{}")] = got
		case want != got:
			return nil, false
		}
	}
	return values, true
}

func isParam(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}

// escapePointer writes one reference token of a JSON pointer (RFC 6901, section 3).
func escapePointer(token string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
}
