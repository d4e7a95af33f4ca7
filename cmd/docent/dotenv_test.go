package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMalformedDotenv(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"no equals sign":        {"LOG_LEVEL=info\n\n# so\nsecret-secret\nDOCS_DIR=x\n", ".env line 4:"},
		"no equals sign at end": {"LOG_LEVEL=info\nsecretsecret", ".env line 2:"},
		"open quote":            {"LOG_LEVEL=info\nDOCS_DIR=\"secretsecret\nDATA_DIR=x\n", ".env line 2:"},
		"after a long value":    {"DOCS_DIR='a\nb'\nsecret-secret = 1\n", ".env line 3:"},
		"name with a space":     {"LOG_LEVEL=info\nsecret secret=1\n", ".env line 2:"},
		"name with a dot":       {"secret.secret=1\n", ".env line 1:"},
		"UTF-16":                {"\xff\xfeL\x00O\x00", "UTF-8"},
		"binary":                {"LOG_LEVEL=\x00secretsecret", "UTF-8"},
		"too large":             {strings.Repeat("#secret\n", maxDotenv/8+1), "at most"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeEnv(t, dir, c.src)
			_, err := readConfig(nil, dir)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("want %q, got %v", c.want, err)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the file's content is shown: %v", err)
			}
			if n := strings.Count(err.Error(), "\n"); n > 0 {
				t.Errorf("one fault takes %d lines: %v", n+1, err)
			}
		})
	}
}

func TestDotenvIsAFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".env"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := readConfig(nil, dir)
	if err == nil || !strings.Contains(err.Error(), ".env: is a directory") {
		t.Errorf("got %v", err)
	}
}

// Whatever the file holds, the parser ends, and an error names a line that exists and none of the content.
func FuzzParseDotenv(f *testing.F) {
	f.Add([]byte("A=1\nB='x\ny'\n# c\nC: \"q\\n\""))
	f.Add([]byte("export A\n=\n"))
	f.Add([]byte("A=\"$A ${B}\\\"\n$("))
	f.Fuzz(func(t *testing.T, src []byte) {
		values, err := parseDotenv(src)
		if err != nil {
			if values != nil {
				t.Error("values and an error")
			}
			return
		}
		for name := range values {
			if !variableName.MatchString(name) {
				t.Errorf("name %q", name)
			}
		}
		if line := faultyLine(src); line < 1 || line > strings.Count(string(src), "\n")+1 {
			t.Errorf("line %d", line)
		}
	})
}

// The line is found in no time even in the largest file.
func BenchmarkFaultyLine(b *testing.B) {
	for name, src := range map[string]string{
		"nothing can be read": strings.Repeat("x\n", maxDotenv/2),
		"all but the end":     strings.Repeat("A=1\n", maxDotenv/4-1) + "x\n",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				faultyLine([]byte(src))
			}
		})
	}
}
