package jobs

import (
	"context"
	"log/slog"
	"math"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// failures writes a line for every try that fails: which job, never whose. The row of one that is given up stays, with the
// errors of its tries.
type failures struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level, words := slog.LevelWarn, "a job failed and will be tried again"
	if job.Attempt >= job.MaxAttempts {
		level, words = slog.LevelError, "a job was given up"
	}
	f.log.Log(ctx, level, words, "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "of", job.MaxAttempts, "error", err)
	return nil
}

// HandlePanic implements river.ErrorHandler. What it panicked with may be anything, so it is not told.
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, _ any, trace string) *river.ErrorHandlerResult {
	f.log.Log(ctx, slog.LevelError, "a job panicked", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "of", job.MaxAttempts, "trace", trace)
	return nil
}

// pauses says how long a failed job rests.
type pauses func(attempt int) time.Duration

// NextRetry implements river.ClientRetryPolicy: attempt⁴ seconds, so ten tries take four hours.
func (p pauses) NextRetry(job *rivertype.JobRow) time.Time {
	pause := time.Duration(math.Pow(float64(job.Attempt), 4)) * time.Second
	if p != nil {
		pause = p(job.Attempt)
	}
	return time.Now().Add(pause)
}

// warnings keeps river's own log to what somebody should look at.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
