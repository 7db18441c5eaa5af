using System.Collections.Concurrent;
using Payments.Handlers.Ports;

namespace Payments.Handlers.Writing;

/// <summary>
/// Lets only one change per ledger run at a time within this process. It only reduces contention: the store detects
/// changes by other processes, and correctness depends on that alone.
/// </summary>
public sealed class LedgerGate
{
    private readonly ConcurrentDictionary<LedgerAddress, Turn> _turns = new();

    /// <summary>Waits for its turn; disposing the result passes the turn on.</summary>
    public async Task<IDisposable> EnterAsync(LedgerAddress address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = _turns.GetOrAdd(address, _ => new Turn());
            if (!turn.TryJoin()) continue;
            try
            {
                await turn.Semaphore.WaitAsync(cancellationToken);
                return new Passage(this, address, turn);
            }
            catch
            {
                Leave(address, turn);
                throw;
            }
        }
    }

    private void Leave(LedgerAddress address, Turn turn)
    {
        if (turn.Leave()) _turns.TryRemove(KeyValuePair.Create(address, turn));
    }

    /// <summary>The queue of one ledger; closed for good, and dropped, when the last waiter leaves.</summary>
    private sealed class Turn
    {
        private readonly Lock _lock = new();
        private int _waiting;
        private bool _closed;

        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public bool TryJoin()
        {
            lock (_lock)
            {
                if (_closed) return false;
                _waiting++;
                return true;
            }
        }

        public bool Leave()
        {
            lock (_lock)
            {
                _closed = --_waiting == 0;
                return _closed;
            }
        }
    }

    private sealed class Passage(LedgerGate gate, LedgerAddress address, Turn turn) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
            turn.Semaphore.Release();
            gate.Leave(address, turn);
        }
    }
}
