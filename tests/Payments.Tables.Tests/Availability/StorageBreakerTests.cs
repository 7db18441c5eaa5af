using Microsoft.Extensions.Time.Testing;
using Payments.Tables.Availability;

namespace Payments.Tables.Tests.Availability;

public sealed class StorageBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StorageBreaker _breaker;

    public StorageBreakerTests() => _breaker = new StorageBreaker(_time);

    [Fact]
    public void An_answer_in_between_keeps_it_closed()
    {
        for (var failure = 1; failure < StorageBreaker.FailureThreshold; failure++) _breaker.RecordFailure();
        _breaker.RecordAnswer();
        _breaker.RecordFailure();

        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void After_failures_in_a_row_one_attempt_in_a_while_is_made()
    {
        Open();
        Assert.False(_breaker.TryEnter());

        _time.Advance(StorageBreaker.BreakDuration);
        Assert.True(_breaker.TryEnter());
        Assert.False(_breaker.TryEnter());

        _breaker.RecordFailure();
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void The_attempt_that_gets_an_answer_closes_it()
    {
        Open();
        _time.Advance(StorageBreaker.BreakDuration);
        Assert.True(_breaker.TryEnter());

        _breaker.RecordAnswer();

        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.TryEnter());
    }

    private void Open()
    {
        for (var failure = 0; failure < StorageBreaker.FailureThreshold; failure++) _breaker.RecordFailure();
    }
}
