namespace Payments.Handlers.Writing;

/// <summary>Where ids come from. A port, so that a simulation can replay a run.</summary>
public interface IIdSource
{
    /// <summary>A number never given before; numbers sort by the time they were given (UUID version 7).</summary>
    Guid NextId();
}

/// <summary>The real ones; within a <see cref="ReproducibleExecution"/> the run's own.</summary>
public sealed class IdSource(TimeProvider time) : IIdSource
{
    /// <inheritdoc/>
    public Guid NextId() => ReproducibleExecution.Current?.NextId() ?? Guid.CreateVersion7(time.GetUtcNow());
}
