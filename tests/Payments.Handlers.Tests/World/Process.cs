using Microsoft.Extensions.DependencyInjection;

namespace Payments.Handlers.Tests.World;

/// <summary>One process of the service.</summary>
internal sealed class Process(ServiceProvider services)
{
    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public Task HandleAsync(Work work) => Get<WorkDispatch>().HandleAsync(work, CancellationToken.None);
}
