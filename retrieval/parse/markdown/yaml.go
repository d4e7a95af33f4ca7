package markdown

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	yaml "github.com/goccy/go-yaml/parser"
)

// maxFrontDepth is how deep front matter may be nested.
const maxFrontDepth = 8

// readYAML reads the entries of YAML front matter from its syntax tree, so that aliases are never expanded. YAML that is
// no mapping has none.
func readYAML(inside string) (entries []entry, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			entries, err = nil, fmt.Errorf("reading YAML: %v", fault)
		}
	}()
	if nesting(inside) > maxFrontDepth {
		return nil, errors.New("reading YAML: nested too deep")
	}
	file, err := yaml.ParseBytes([]byte(inside), 0)
	if err != nil {
		return nil, fmt.Errorf("reading YAML: %w", err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, nil
	}
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return yamlEntries(nil, "", body, 0), nil
	}
	return nil, nil
}

// nesting counts how deep brackets are open at once, as the parser would recurse.
func nesting(s string) int {
	depth, deepest := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth--
		}
	}
	return deepest
}

// yamlEntries appends the entries of a node under key.
func yamlEntries(entries []entry, key string, n ast.Node, depth int) []entry {
	if depth > maxFrontDepth || n == nil {
		return entries
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			entries = yamlEntries(entries, key, v, depth)
		}
	case *ast.MappingValueNode:
		name := strings.Trim(n.Key.String(), `"'`)
		if key != "" {
			name = key + "." + name
		}
		entries = yamlEntries(entries, name, n.Value, depth+1)
	case *ast.SequenceNode:
		for _, v := range n.Values {
			entries = yamlEntries(entries, key, v, depth+1)
		}
	case *ast.TagNode:
		entries = yamlEntries(entries, key, n.Value, depth+1)
	case *ast.AnchorNode:
		entries = yamlEntries(entries, key, n.Value, depth+1)
	case *ast.LiteralNode:
		entries = append(entries, entry{key: key, value: strings.TrimSpace(n.Value.Value)})
	case *ast.StringNode:
		entries = append(entries, entry{key: key, value: strings.TrimSpace(n.Value), line: n.GetToken().Position.Line})
	case *ast.NullNode, *ast.AliasNode:
	case ast.ScalarNode:
		entries = append(entries, entry{key: key, value: strings.TrimSpace(n.GetToken().Value), line: n.GetToken().Position.Line})
	}
	return entries
}
