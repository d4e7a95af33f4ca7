package command

import (
	"context"

	"docent/retrieval"
)

// Complete suggests at most limit ways to go on with an option of cmd that is half typed, beside what is in the others.
func (c *Commands) Complete(ctx context.Context, cmd Command, option string, typed map[string]string, limit int) ([]retrieval.Completion, error) {
	known, _ := cmd.Option(option)
	if known.Complete == "" {
		return nil, nil
	}
	q := retrieval.Completing{Kind: known.Complete, Typed: Clean(typed[option]), Limit: limit}
	if option != optionSource {
		q.Source = Clean(typed[optionSource])
	}
	return c.lib.Complete(ctx, q)
}
