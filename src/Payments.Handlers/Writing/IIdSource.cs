namespace Payments.Handlers.Writing;

/// <summary>The source of ids. A port, so that a simulation can replay a run.</summary>
public interface IIdSource
{
    /// <summary>A new unique number; numbers sort by the time of their creation (UUID version 7).</summary>
    Guid NextId();
}

/// <summary>Random ids; within a <see cref="ReproducibleExecution"/>, that execution's ids.</summary>
public sealed class IdSource(TimeProvider time) : IIdSource
{
    /// <inheritdoc/>
    public Guid NextId() => ReproducibleExecution.Current?.NextId() ?? Guid.CreateVersion7(time.GetUtcNow());
}
