package markdown

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// readTOML reads the entries of TOML front matter. Its values say nothing of their places: those are found by their
// keys.
func readTOML(inside string) (entries []entry, err error) {
	if nesting(inside) > maxFrontDepth {
		return nil, fmt.Errorf("reading TOML: nested too deep")
	}
	var values map[string]any
	if err := toml.Unmarshal([]byte(inside), &values); err != nil {
		return nil, fmt.Errorf("reading TOML: %w", err)
	}
	entries = tomlEntries(nil, "", values)
	lines := strings.Split(inside, "\n")
	for i := range entries {
		entries[i].locate(lines)
	}
	sortEntries(entries)
	return entries, nil
}

// tomlEntries appends the entries of a value under key, in the order of their keys.
func tomlEntries(entries []entry, key string, value any) []entry {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			full := name
			if key != "" {
				full = key + "." + name
			}
			entries = tomlEntries(entries, full, value[name])
		}
	case []any:
		for _, v := range value {
			entries = tomlEntries(entries, key, v)
		}
	default:
		entries = append(entries, entry{key: key, value: strings.TrimSpace(fmt.Sprint(value))})
	}
	return entries
}

// tomlLine matches the line of a key, and takes a value that is no string as it is written.
var tomlLine = regexp.MustCompile(`^\s*["']?([^"'=\s]+)["']?\s*=\s*([^"'\[{#]*)`)

// locate finds the line of an entry, and takes dates and numbers as that line writes them.
func (e *entry) locate(lines []string) {
	name := e.key[strings.LastIndexByte(e.key, '.')+1:]
	for i, line := range lines {
		m := tomlLine.FindStringSubmatch(line)
		if m == nil || m[1] != name && m[1] != e.key {
			continue
		}
		e.line = i + 1
		if written := strings.TrimSpace(m[2]); written != "" {
			e.value = written
			return
		}
		for next := i; next < len(lines); next++ { // an array may go on below
			if strings.Contains(lines[next], e.value) {
				e.line = next + 1
				break
			}
		}
		return
	}
}
