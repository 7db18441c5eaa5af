namespace Payments.Handlers;

/// <summary>Where ids come from. A port, so that a simulation can replay a run.</summary>
public interface IUniqueNumbers
{
    /// <summary>A number never given before; numbers sort by the time they were given (UUID version 7).</summary>
    Guid Next();
}

/// <summary>The real ones; within a <see cref="RequestRun"/> the run's own.</summary>
public sealed class UniqueNumbers(TimeProvider time) : IUniqueNumbers
{
    /// <inheritdoc/>
    public Guid Next() => RequestRun.Current?.Next() ?? Guid.CreateVersion7(time.GetUtcNow());
}
