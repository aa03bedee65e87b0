"""What is heard: mixing, loudness, waveforms, and the sound as a voice recogniser takes it.

Public: `sound.mix`, `any_sound`; `loudness.measure`, `level`; `waveform.make_waveform`, `read_waveform`; `voice.heard`.

May import what `curation.video` may.
"""
