namespace Payments.Handlers.Tests.World;

/// <summary>The calls of the ports: counted, recorded, and disturbed if a test wants it.</summary>
internal sealed class Wire
{
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, int> _calls = [];

    /// <summary>
    /// Runs before a call takes effect, with its name and its number among those of the name, from 1.
    /// </summary>
    public Func<string, int, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after a call has taken effect, before its response arrives.</summary>
    public Func<string, int, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The calls' starts (<c>name&gt;</c>) and ends (<c>name&lt;</c>).</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock) return [.. _log];
        }
    }

    /// <summary>The counts since the last <see cref="Clear"/>, as one line to compare.</summary>
    public string Cost
    {
        get
        {
            lock (_lock)
            {
                return string.Join(", ", _counts
                    .OrderBy(count => count.Key, StringComparer.Ordinal)
                    .Select(count => $"{count.Key} {count.Value}"));
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _log.Clear();
            _counts.Clear();
            _calls.Clear();
        }
    }

    /// <summary>Lets everything through again.</summary>
    public void Calm()
    {
        Before = (_, _) => Task.CompletedTask;
        After = (_, _) => Task.CompletedTask;
    }

    /// <summary>One call fails, before or after it takes effect.</summary>
    public void FailOnce(string call, int number, bool afterEffect)
    {
        Clear();
        Task Fail(string name, int at) => name == call && at == number
            ? Task.FromException(new PortException($"{name} {at}"))
            : Task.CompletedTask;
        if (afterEffect) After = Fail;
        else Before = Fail;
    }

    public async Task<T> PassAsync<T>(string call, int weight, Func<Task<T>> effect)
    {
        int number;
        lock (_lock)
        {
            _log.Add($"{call}>");
            number = _calls[call] = _calls.GetValueOrDefault(call) + 1;
            _counts[call] = _counts.GetValueOrDefault(call) + weight;
        }

        // A real port never completes synchronously.
        await Task.Yield();
        await Before(call, number);
        var result = await effect();
        await After(call, number);
        lock (_lock) _log.Add($"{call}<");
        return result;
    }
}

/// <summary>A port that is unreachable.</summary>
internal sealed class PortException(string message) : Exception(message);
