using System.Collections.Concurrent;
using Payments.Handlers.Ports;

namespace Payments.Handlers.Writing;

/// <summary>
/// Lets the changes of one ledger through one by one within this process. It only saves contention: a change that
/// another process makes meanwhile is seen by the store, and correctness rests on that.
/// </summary>
public sealed class LedgerGate
{
    private readonly ConcurrentDictionary<LedgerAddress, Turn> _turns = new();

    /// <summary>Waits for the turn; disposing gives it to the next.</summary>
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

    /// <summary>One ledger's queue; closed for good, and dropped, when the last of it leaves.</summary>
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
