namespace Payments.Handlers.Ports;

/// <summary>A service that this one can't work without, and a cheap question that shows whether it answers.</summary>
public interface IDependencyCheck
{
    /// <summary>For logs.</summary>
    string Dependency { get; }

    /// <summary>Throws if it does not answer.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
