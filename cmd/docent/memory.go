package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"docent/bot/store"
)

// openMemory opens the file of what the bot remembers. A damaged one is moved aside, and an empty one takes its
// place: the buttons under old answers stop working, and the feedback on them is lost.
func openMemory(data string, now func() time.Time, log *slog.Logger) (*store.Store, error) {
	path := filepath.Join(data, "docent.db")
	config := store.Config{Log: log, Now: now}
	memory, err := store.Open(path, config)
	if errors.Is(err, store.ErrDamaged) {
		log.Warn("the file of what stands behind buttons is damaged; an empty one takes its place", "file", path, "error", err)
		if err := os.Rename(path, path+".damaged"); err != nil {
			return nil, fmt.Errorf("moving %s aside: %w", path, err)
		}
		memory, err = store.Open(path, config)
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return memory, nil
}
