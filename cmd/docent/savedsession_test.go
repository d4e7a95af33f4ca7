package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"docent/bot/gateway"
)

func TestSavedSession(t *testing.T) {
	session := gateway.Session{ID: "abc", Seq: 42, ResumeURL: "wss://gateway.example"}
	for name, c := range map[string]struct {
		app   string
		after time.Duration
		want  gateway.Session
	}{
		"at once":             {testAppID, 0, session},
		"within the minute":   {testAppID, sessionAge, session},
		"too late":            {testAppID, sessionAge + time.Second, gateway.Session{}},
		"a clock set back":    {testAppID, -time.Hour, gateway.Session{}},
		"another application": {"other", 0, gateway.Session{}},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			if err := saveSession(data, testAppID, session, testNow); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(sessionPath(data))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			got, err := takeSession(data, c.app, testNow.Add(c.after))
			if err != nil || got != c.want {
				t.Errorf("got %+v, %v", got, err)
			}
			if left, _ := filepath.Glob(filepath.Join(data, "*")); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func TestNoSavedSession(t *testing.T) {
	data := t.TempDir()
	if got, err := takeSession(data, testAppID, testNow); err != nil || got != (gateway.Session{}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := saveSession(data, testAppID, gateway.Session{}, testNow); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(sessionPath(data)); !os.IsNotExist(err) {
		t.Errorf("an empty session was saved: %v", err)
	}
	if err := os.WriteFile(sessionPath(data), []byte(`{"app":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := takeSession(data, testAppID, testNow); err != nil || got != (gateway.Session{}) {
		t.Errorf("a broken file: got %+v, %v", got, err)
	}
	if err := saveSession(filepath.Join(data, "missing"), testAppID, gateway.Session{ID: "x"}, testNow); err == nil {
		t.Error("no error where it can't be written")
	}
}
