using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;

namespace Payments.Handlers.Tests.World;

/// <summary>One process of the service.</summary>
internal sealed class Process(ServiceProvider services)
{
    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public Task HandleAsync(WorkItem work) => Get<WorkDispatch>().HandleAsync(work, CancellationToken.None);
}
