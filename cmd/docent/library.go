package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"docent/bot/command"
	"docent/retrieval"
)

// A library is the open index as this program uses it.
type library interface {
	command.Library
	Run(ctx context.Context) error
	Update(ctx context.Context) (retrieval.Report, error)
	Close() error
}

var _ library = (*retrieval.Library)(nil)

// openLibrary opens the index as it was left.
func openLibrary(ctx context.Context, sys system, cfg config, log *slog.Logger, show func(retrieval.Progress)) (library, error) {
	lib, err := sys.Open(ctx, libraryConfig(sys, cfg, log, show))
	if locked := (*retrieval.LockedError)(nil); errors.As(err, &locked) {
		return nil, fmt.Errorf("%w; stop that one, or name another folder for the index with DATA_DIR or --data", err)
	}
	if err != nil {
		return nil, err
	}
	if err := checkDocs(cfg.Docs, lib); err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	return lib, nil
}

// openUpToDate opens the index and brings it up to date, showing how far that is where it takes time. When that fails,
// there may still be an index to answer from: what it says of itself goes with every reply.
func openUpToDate(ctx context.Context, sys system, cfg config, log *slog.Logger) (library, error) {
	show, done := progress(sys, log)
	defer done()
	lib, err := openLibrary(ctx, sys, cfg, log, show)
	if err != nil {
		return nil, err
	}
	_, err = lib.Update(ctx)
	if err == nil {
		return lib, nil
	}
	if ctx.Err() != nil || lib.Status().Documents == 0 {
		return nil, errors.Join(err, lib.Close())
	}
	log.Error("the index could not be brought up to date", "error", err)
	return lib, nil
}

func libraryConfig(sys system, cfg config, log *slog.Logger, show func(retrieval.Progress)) retrieval.Config {
	return retrieval.Config{Docs: cfg.Docs, Data: cfg.Data, CacheBytes: cacheBytes(cfg.Cache), Synonyms: cfg.Synonyms, Log: log, Now: sys.Now, Progress: show}
}

// cacheBytes says "none" as retrieval takes it, for which 0 is its own choice.
func cacheBytes(cache int64) int64 {
	if cache == 0 {
		return -1
	}
	return cache
}

// checkDocs tells a documents folder that was never there, which is a slip in the configuration, from one that is away
// for now: of that there is an index, which stays and says so.
func checkDocs(docs string, lib library) error {
	info, err := os.Stat(docs)
	switch {
	case err == nil && info.IsDir(), lib.Status().Documents > 0:
		return nil
	case err == nil:
		return fmt.Errorf("DOCS_DIR or --docs: expected a folder, and %s is a file", docs)
	}
	return fmt.Errorf("DOCS_DIR or --docs: expected a folder: %w", err)
}
