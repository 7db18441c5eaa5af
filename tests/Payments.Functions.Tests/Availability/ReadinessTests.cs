using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Payments.Functions.Availability;
using Payments.Handlers.Ports;

namespace Payments.Functions.Tests.Availability;

public sealed class ReadinessTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Check _storage = new("storage");
    private readonly Check _queues = new("queues");
    private readonly Readiness _readiness;

    public ReadinessTests() =>
        _readiness = new Readiness([_storage, _queues], _time, NullLogger<Readiness>.Instance);

    [Fact]
    public async Task The_app_is_ready_while_everything_that_it_depends_on_answers()
    {
        Assert.True(await _readiness.IsReadyAsync());

        _queues.IsAway = true;
        _time.Advance(Readiness.MaxAge);
        Assert.False(await _readiness.IsReadyAsync());

        _queues.IsAway = false;
        _time.Advance(Readiness.MaxAge);
        Assert.True(await _readiness.IsReadyAsync());
    }

    [Fact]
    public async Task However_many_ask_a_dependency_is_asked_once_every_few_seconds()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _readiness.IsReadyAsync()));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _readiness.IsReadyAsync()));
        Assert.Equal(1, _storage.Asked);

        _time.Advance(Readiness.MaxAge);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _readiness.IsReadyAsync()));
        Assert.Equal(2, _storage.Asked);
    }

    [Fact]
    public async Task A_dependency_that_does_not_answer_in_time_is_away()
    {
        _storage.Hangs = true;
        var asking = _readiness.IsReadyAsync();
        while (_storage.Asked == 0) await Task.Yield();

        _time.Advance(Readiness.CheckTimeout);

        Assert.False(await asking);
    }

    private sealed class Check(string dependency) : IDependencyCheck
    {
        private int _asked;

        public string Dependency => dependency;

        public int Asked => Volatile.Read(ref _asked);

        public bool IsAway { get; set; }

        public bool Hangs { get; set; }

        public Task CheckAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (Hangs) return new TaskCompletionSource().Task;
            return IsAway ? Task.FromException(new IOException("away")) : Task.CompletedTask;
        }
    }
}
