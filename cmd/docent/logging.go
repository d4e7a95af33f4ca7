package main

import (
	"io"
	"log/slog"
)

// newLog writes to w in the configured form. Messages below the least level are dropped, whatever is configured: where a
// person reads the answers, what went well isn't worth a line between them.
func newLog(w io.Writer, cfg config, least slog.Level) *slog.Logger {
	opts := &slog.HandlerOptions{Level: max(cfg.LogLevel, least)}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
