using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.Timers;

/// <summary>Runs every timer-triggered function on its schedule while the host runs.</summary>
internal sealed class TimerTriggers(
    IReadOnlyList<FunctionMethod> functions,
    IConfiguration configuration,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<TimerTriggers> log) : IHostedService, IDisposable
{
    private readonly StopTokens _stop = new();
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var loops = functions
            .Where(function => function.Trigger is TimerTriggerAttribute)
            .Select(function => new TimerLoop(function, Schedule(function), scopes, time, _stop, log))
            .ToList();
        _running = Task.WhenAll(loops.Select(loop => Task.Run(loop.RunAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Stop();
        await _running.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private CronSchedule Schedule(FunctionMethod function)
    {
        var text = ((TimerTriggerAttribute)function.Trigger).Schedule;
        try
        {
            return CronSchedule.Parse(SettingReferences.Resolve(text, configuration, function.Name));
        }
        catch (FormatException fault)
        {
            throw new FunctionRefusedException(
                function.Name, $"its schedule is no NCRONTAB expression: {fault.Message}");
        }
    }
}
