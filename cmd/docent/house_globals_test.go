package main

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// No room does anything when it is imported, or keeps what changes outside of its types.
func TestNoGlobals(t *testing.T) {
	t.Parallel()
	globals := map[string]bool{} // room and name
	for _, s := range sources(t) {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: func init", s.path)
			}
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR && !s.test {
				for _, spec := range g.Specs {
					v := spec.(*ast.ValueSpec)
					checkVar(t, s, v)
					for _, name := range v.Names {
						globals[s.room+"."+name.Name] = true
					}
				}
			}
		}
	}
	for _, s := range sources(t) {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				for name := range assigned(f) {
					if globals[s.room+"."+name] {
						t.Errorf("%s: %s changes the global %s", s.path, f.Name.Name, name)
					}
				}
			}
		}
	}
}

// checkVar lets a package's variable be what has its value from the start: an assertion, an error, a table, what a call
// made. What begins empty is there to be filled.
func checkVar(t *testing.T, s source, v *ast.ValueSpec) {
	for i, name := range v.Names {
		switch {
		case name.Name == "_":
		case callee(v.Type) == "embed.FS": // filled by the compiler, and never again
		case len(v.Values) == 0:
			t.Errorf("%s: the global %s has no value", s.path, name.Name)
		case fillable(v.Values[min(i, len(v.Values)-1)]):
			t.Errorf("%s: the global %s is there to be changed", s.path, name.Name)
		}
	}
}

// fillable tells expressions that make something empty, or something to lock.
func fillable(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return fillable(e.X)
	case *ast.CompositeLit:
		_, isMap := e.Type.(*ast.MapType)
		name := callee(e.Type)
		return isMap && len(e.Elts) == 0 || strings.HasPrefix(name, "sync.") || strings.HasPrefix(name, "atomic.")
	case *ast.CallExpr:
		name := callee(e.Fun)
		return name == "make" || name == "new"
	}
	return false
}

// callee is the name of a function or type, with its package's.
func callee(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return callee(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return callee(e.X)
	}
	return ""
}

// assigned are the names that a function assigns to, or to a part of, and declares nowhere itself.
func assigned(f *ast.FuncDecl) map[string]bool {
	to, own := map[string]bool{}, map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.RangeStmt:
			own[base(n.Key)], own[base(n.Value)] = true, true
		case *ast.IncDecStmt:
			to[base(n.X)] = true
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if n.Tok == token.DEFINE {
					own[base(lhs)] = true
				} else {
					to[base(lhs)] = true
				}
			}
		}
		return true
	})
	own["_"] = true
	for name := range own {
		delete(to, name)
	}
	return to
}

// base is the variable that an assignable expression is or is a part of.
func base(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return base(e.X)
	case *ast.StarExpr:
		return base(e.X)
	}
	return ""
}

// Logs go through a logger that somebody was given: the global ones belong to whoever wrote them first.
func TestNoGlobalLogger(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, imp := range s.ast.Imports {
			if imp.Path.Value == `"log"` {
				t.Errorf("%s imports log", s.path)
			}
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name, ok := strings.CutPrefix(callee(call.Fun), "slog.")
			if !ok {
				return true
			}
			switch name {
			case "Debug", "Info", "Warn", "Error", "Log", "LogAttrs", "With", "Default", "SetDefault",
				"DebugContext", "InfoContext", "WarnContext", "ErrorContext":
				t.Errorf("%s calls slog.%s, which is the global logger", s.path, name)
			}
			return true
		})
	}
}
