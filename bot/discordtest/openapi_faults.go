package discordtest

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// flatten turns the tree of a schema's complaints about value into a list of faults. Of a union's branches it keeps
// the one that was most likely meant. err may be nil.
func flatten(err error, value any) []Fault {
	if err == nil {
		return nil
	}
	var tree *jsonschema.ValidationError
	if !errors.As(err, &tree) {
		return []Fault{{"body", err.Error()}}
	}
	f := flattener{value: value, printer: message.NewPrinter(language.English)}
	return f.faults(tree)
}

type flattener struct {
	value   any
	printer *message.Printer
}

func (f flattener) faults(e *jsonschema.ValidationError) []Fault {
	if extra, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
		return f.unknownKeys(e, extra.Properties)
	}
	if len(e.Causes) == 0 {
		return []Fault{{jsonPointer(e.InstanceLocation), e.ErrorKind.LocalizedString(f.printer)}}
	}
	if isUnion(e) {
		return f.likeliest(e)
	}
	var all []Fault
	for _, cause := range e.Causes {
		all = append(all, f.faults(cause)...)
	}
	return all
}

// unknownKeys is a fault a key, but for those that say nothing.
func (f flattener) unknownKeys(e *jsonschema.ValidationError, keys []string) []Fault {
	object, _ := lookUp(f.value, e.InstanceLocation).(map[string]any)
	var faults []Fault
	for _, key := range keys {
		if v, ok := object[key]; ok && (v == nil || v == false) {
			continue
		}
		faults = append(faults, Fault{jsonPointer(append(slices.Clone(e.InstanceLocation), key)), "unknown key"})
	}
	return faults
}

func isUnion(e *jsonschema.ValidationError) bool {
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		return true
	}
	return false
}

// likeliest is the faults of the branch that was most likely meant: one without a fault, else one whose "type" (by
// which Discord tells variants apart) fits and that isn't "null", and of those the one that got deepest.
func (f flattener) likeliest(e *jsonschema.ValidationError) []Fault {
	var best []Fault
	bestScore := 0
	for i, cause := range e.Causes {
		faults := f.faults(cause)
		if len(faults) == 0 {
			return nil
		}
		if score := branchScore(e.InstanceLocation, faults); i == 0 || score > bestScore {
			best, bestScore = faults, score
		}
	}
	return best
}

func branchScore(at []string, faults []Fault) int {
	const wrongBranch = -1_000_000
	here, score, depth := jsonPointer(at), -len(faults), 0
	for _, f := range faults {
		depth = max(depth, strings.Count(f.Where, "/"))
		if f.Where == here+"/type" || f.Where == here && strings.Contains(f.What, "want null") {
			score += wrongBranch
		}
	}
	return score + 100*depth
}

func jsonPointer(tokens []string) string {
	if len(tokens) == 0 {
		return "body"
	}
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString("/" + escapePointer(t))
	}
	return b.String()
}

// lookUp is the value at a place in a decoded JSON value, or nil.
func lookUp(value any, tokens []string) any {
	for _, t := range tokens {
		switch v := value.(type) {
		case map[string]any:
			value = v[t]
		case []any:
			i, err := strconv.Atoi(t)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}
